package dev.jdock.image.store;

import dev.jdock.image.content.BlobStore;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads all content of the store and compares it with its digest: every blob, the documents of
 * every image, and every layer by writing its archive again. What is checked is kept from being
 * removed meanwhile, and what is removed meanwhile is passed over.
 */
public final class StoreCheck {
  private final ImageStore store;
  private final StoreRepair index;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final boolean repair;
  private final CheckListener listener;
  private final Set<Digest> badBlobs = new HashSet<>();

  StoreCheck(ImageStore store, boolean repair, CheckListener listener) {
    this.store = store;
    this.index = new StoreRepair(store);
    this.blobs = store.blobs();
    this.layers = store.layers();
    this.repair = repair;
    this.listener = listener;
  }

  void run() throws InterruptedException {
    try (LayerStore.Lease _ = store.keepLayers()) {
      blobs();
      layers();
      images();
      leftovers();
      store
          .indexCopy()
          .ifPresent(copy ->
              listener.found(
                  Finding.damage(
                      copy.getFileName().toString(),
                      "images.json could not be read whole, so no layer is collected",
                      List.of(),
                      repair ? "put aside in " + index.putAside(copy) : "")));
      if (repair) {
        store.collectAgain();
      }
    }
  }

  private static void stopIfAsked() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("check of the store");
    }
  }

  private void blobs() throws InterruptedException {
    List<Digest> all = blobs.list();
    for (int i = 0; i < all.size(); i++) {
      stopIfAsked();
      listener.progress("blobs", i, all.size());
      Digest blob = all.get(i);
      Optional<String> problem = problem(blob);
      if (problem.isPresent() && blobs.contains(blob)) {
        badBlobs.add(blob);
        // What becomes of it is for the images to say, which are next.
        boolean useless = repair && index.isLeftOver(blob);
        if (useless) {
          index.removeIfLeftOver(blob);
        }
        listener.found(
            Finding.damage(
                "blob " + blob,
                problem.get(),
                index.namesWithBlob(blob),
                useless ? "removed" : ""));
      }
    }
    listener.progress("blobs", all.size(), all.size());
  }

  private Optional<String> problem(Digest blob) {
    try (InputStream in = blobs.open(blob)) {
      Digest found = Digest.of(in);
      return found.equals(blob) ? Optional.empty() : Optional.of("its digest is " + found);
    } catch (IOException | JdockException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void layers() throws InterruptedException {
    List<Layer> all = layers.list();
    for (int i = 0; i < all.size(); i++) {
      stopIfAsked();
      listener.progress("layers", i, all.size());
      Layer layer = all.get(i);
      Optional<String> problem = problem(layer);
      if (problem.isPresent() && layers.find(layer.diffId()).isPresent()) {
        List<String> affected = index.namesWithLayer(layer.diffId());
        String remedy = repair ? index.dropLayer(layer.diffId()) : "";
        listener.found(Finding.damage("layer " + layer.diffId(), problem.get(), affected, remedy));
      }
    }
    listener.progress("layers", all.size(), all.size());
  }

  private Optional<String> problem(Layer layer) {
    try (InputStream tar = layers.openTar(layer.diffId())) {
      Digest found = Digest.of(tar);
      return found.equals(layer.diffId())
          ? Optional.empty()
          : Optional.of("its archive comes out with digest " + found);
    } catch (IOException | JdockException e) {
      return Optional.of("its archive cannot be written again: " + e.getMessage());
    }
  }

  private void images() throws InterruptedException {
    List<Digest> all = index.ids();
    for (int i = 0; i < all.size(); i++) {
      stopIfAsked();
      listener.progress("images", i, all.size());
      image(all.get(i));
    }
    listener.progress("images", all.size(), all.size());
  }

  private void image(Digest id) {
    Optional<ImageIndex.Entry> entry = index.entry(id);
    if (entry.isEmpty()) {
      return;
    }
    Optional<String> config = configProblem(id);
    Optional<String> manifest =
        config.isPresent() ? Optional.empty() : manifestProblem(id, entry.get().manifest());
    if (!index.entry(id).equals(entry)) {
      return; // removed, or given another manifest, while it was looked at
    }
    if (config.isPresent()) {
      List<String> names = index.names(id);
      String remedy = repair ? index.drop(id) : "";
      listener.found(Finding.damage("image " + id, config.get(), names, remedy));
      return;
    }
    if (manifest.isPresent()) {
      String remedy = repair ? index.rewriteManifest(id) : "";
      listener.found(Finding.damage("image " + id, manifest.get(), index.names(id), remedy));
    }
  }

  private Optional<String> configProblem(Digest id) {
    if (badBlobs.contains(id)) {
      return Optional.of("its configuration is damaged");
    }
    try {
      List<Digest> missing = new ArrayList<>(ImageDocument.read(blobs.read(id)).diffIds());
      missing.removeIf(diffId -> layers.find(diffId).isPresent());
      return missing.isEmpty()
          ? Optional.empty()
          : Optional.of("layer " + missing.getFirst() + " is not there");
    } catch (JdockException e) {
      return Optional.of("its configuration cannot be read: " + e.getMessage());
    }
  }

  private Optional<String> manifestProblem(Digest id, Digest manifest) {
    if (badBlobs.contains(manifest)) {
      return Optional.of("its manifest is damaged");
    }
    try {
      Digest config = Manifest.read(blobs.read(manifest)).config().digest();
      return config.equals(id)
          ? Optional.empty()
          : Optional.of("its manifest is that of image " + config);
    } catch (JdockException e) {
      return Optional.of("its manifest cannot be read: " + e.getMessage());
    }
  }

  private void leftovers() {
    for (Path file : blobs.forgotten()) {
      remove(file, "blobs/sha256/" + file.getFileName(), "unfinished, and nobody's");
    }
    for (Digest blob : blobs.list()) {
      if (!badBlobs.contains(blob) && index.isLeftOver(blob)) {
        if (repair) {
          index.removeIfLeftOver(blob);
        }
        listener.found(Finding.leftover("blob " + blob, "no image has it", repair));
      }
    }
    for (String name : layers.leftovers()) {
      if (repair) {
        layers.removeLeftover(name);
      }
      listener.found(Finding.leftover("layers/" + name, "unfinished, and nobody's", repair));
    }
  }

  private void remove(Path file, String subject, String problem) {
    try {
      if (repair) {
        Files.deleteIfExists(file);
      }
      listener.found(Finding.leftover(subject, problem, repair));
    } catch (IOException e) {
      throw JdockException.internal("cannot remove " + file, e);
    }
  }
}
