package dev.jdock.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Archive;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything at once, on few names and few contents, so that all is shared and fought for. */
class ImageStoreStressIT {
  private static final int WORKERS = 6;
  private static final int STEPS = 60;
  private static final int NAMES = 5;

  @TempDir Path root = Path.of("");

  private record Worker(ImageStore store, Random random) implements Callable<Void> {
    @Override
    public Void call() throws IOException, InterruptedException {
      for (int step = 0; step < STEPS; step++) {
        try {
          step();
        } catch (JdockException e) {
          // Others take away what this one looks for; nothing else may go wrong.
          assertThat(e.kind())
              .as("%s", e)
              .isIn(JdockException.Kind.NOT_FOUND, JdockException.Kind.CONFLICT);
          assertThat(e).hasMessageNotContaining("no such layer");
        }
      }
      return null;
    }

    private String name() {
      return "name" + random.nextInt(NAMES);
    }

    private void step() throws IOException, InterruptedException {
      switch (random.nextInt(9)) {
        case 0, 1 -> load();
        case 2, 3 -> build();
        case 4 -> store.tag(store.find(name()), Reference.parse(name()));
        case 5 -> remove();
        case 6 -> look();
        case 7 -> store.prune(random.nextBoolean(), image -> true, ImageUse.none());
        default -> {
          store.collectLayers();
          store.check(false, new Silence());
        }
      }
    }

    private void load() {
      store.importArchive(
          new Archive().file("f", "content " + random.nextInt(4)).stream(),
          Reference.parse(name()),
          "",
          ImageConfig.empty());
    }

    private void build() throws IOException {
      try (LayerStore.Lease _ = store.keepLayers()) {
        Image base = store.find(name());
        LayerStore.Session session = store.layers().begin();
        try {
          String content = "step " + random.nextInt(3);
          Files.writeString(session.upper().resolve("g"), content);
          if (random.nextInt(5) == 0) {
            return;
          }
          Layer layer = store.layers().commit(session);
          List<Digest> diffIds =
              new ArrayList<>(base.diffIds().stream().map(Digest::parse).toList());
          diffIds.add(layer.diffId());
          List<Image.History> history = new ArrayList<>(base.history());
          history.add(new Image.History(Instant.EPOCH, content, "", false));
          if (diffIds.size() < 4) {
            store.create(
                new NewImage(
                    ImageConfig.empty(),
                    diffIds,
                    history,
                    null,
                    Instant.EPOCH,
                    "amd64",
                    "linux",
                    null,
                    "",
                    "",
                    List.of(Reference.parse(name()))));
          }
        } finally {
          store.layers().abandon(session);
        }
      }
    }

    private void remove() {
      if (random.nextBoolean()) {
        store.remove(name(), false, true, ImageUse.none());
      } else {
        store.remove(store.find(name()).id(), true, true, ImageUse.none());
      }
    }

    private void look() throws IOException {
      try (LayerStore.Lease _ = store.keepLayers()) {
        Image image = store.find(name());
        for (Path lower : store.lowerDirs(image)) {
          assertThat(lower).isDirectory();
        }
        for (String diffId : image.diffIds()) {
          try (InputStream tar = store.layers().openTar(Digest.parse(diffId))) {
            tar.transferTo(OutputStream.nullOutputStream());
          }
        }
      }
    }
  }

  private static class Silence implements CheckListener {
    @Override
    public void progress(String part, int done, int all) {}

    @Override
    public void found(Finding finding) {
      throw new AssertionError(finding.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsLostAndNothingIsLeft(long seed) throws Exception {
    Set<String> needed = new HashSet<>();
    try (ImageStore store = ImageStore.open(root);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
      List<Worker> all = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        all.add(new Worker(store, new Random(seed * 100 + i)));
      }
      for (Future<Void> each : workers.invokeAll(all)) {
        each.get();
      }
      store.collectLayers();
      store.check(false, new Silence());
      store.list().forEach(image -> needed.addAll(image.diffIds()));
      assertThat(names("blobs/sha256").size()).isEqualTo(2 * store.list().size());
    }
    // What was given up is removed in the background, which closing waits for.
    assertThat(names("layers")).hasSize(needed.size());
    try (ImageStore again = ImageStore.open(root)) {
      assertThat(again.warnings()).isEmpty();
      again.check(false, new Silence());
    }
  }

  private List<Path> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.toList();
    }
  }
}
