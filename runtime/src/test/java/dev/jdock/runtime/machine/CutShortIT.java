package dev.jdock.runtime.machine;

import static dev.jdock.runtime.machine.SpecBuilder.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.store.Image;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.Images;
import dev.jdock.runtime.engine.ImportRequest;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Resources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What meets with the end of an engine, or with another change. */
class CutShortIT extends MachineRoomFixture {
  private static final int TRIES = 8;

  private static final byte[] EMPTY_TAR = new byte[1024];

  private static ContainerUpdate publishing(int port) {
    return new ContainerUpdate(
        0,
        0,
        0,
        0,
        null,
        Resources.Cpu.NONE,
        ContainerUpdate.BlockIo.NONE,
        null,
        0,
        List.of(new PortMapping("127.0.0.1", 0, port, "tcp")),
        List.of());
  }

  /** Lets nobody change the container until it is told to go on. */
  private static final class Stalled extends InputStream {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final InputStream archive;

    Stalled(byte[] archive) {
      this.archive = new ByteArrayInputStream(archive);
    }

    @Override
    public int read() throws IOException {
      reading.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return archive.read();
    }
  }

  @Test
  void portsPublishedWhileAStartWaitsAreThere() throws Exception {
    for (int i = 0; i < TRIES; i++) {
      String id = create(command("sleep", "1000").publish(80));
      Stalled archive = new Stalled(EMPTY_TAR);
      FutureTask<Boolean> copying =
          begin(() -> containers().writeArchive(id, "/", archive, false, false), false);
      archive.reading.await();
      FutureTask<Boolean> start = begin(() -> containers().start(id), true);
      FutureTask<Boolean> update = begin(() -> containers().update(id, publishing(81)), true);
      archive.go.countDown();
      assertThat(List.of(copying.get(), start.get(), update.get())).doesNotContain(false);
      assertThat(containers().inspect(id, false).at("/NetworkSettings/Ports/81~1tcp"))
          .as("try " + i)
          .isNotEmpty();
      containers().remove(id, true, true);
    }
  }

  /**
   * @param waits return only when it waits for somebody
   */
  private static FutureTask<Boolean> begin(Runnable work, boolean waits) {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    Thread thread = Thread.ofPlatform().start(task);
    while (waits && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void aRunThatWasNotStartedIsRemovedByTheNextEngine() {
    String run = containers().create(command("true").autoRemove().build().startingAtOnce()).id();
    String kept = containers().create(command("true").build().startingAtOnce()).id();
    String created = create(command("true").autoRemove());
    room.close();
    room = open();
    assertThatThrownBy(() -> containers().resolve(run)).hasMessage("No such container: " + run);
    assertThat(containers().resolve(created)).isEqualTo(created);
    assertThat(containers().resolve(kept)).isEqualTo(kept);
    containers().remove(kept, true, true);
  }

  /** The mark is what a commit leaves that was killed. */
  @Test
  void whatACommitHadFrozenGoesOn() throws Exception {
    String id = start(command("sleep", "1000"));
    String paused = start(command("sleep", "1000"));
    containers().pause(id);
    containers().pause(paused);
    Files.createFile(folder.resolve("run/c").resolve(id).resolve("committing"));
    room.close();
    room = open();
    assertThat(containers().inspect(id, false).at("/State/Status").asText()).isEqualTo("running");
    assertThat(containers().inspect(paused, false).at("/State/Status").asText())
        .isEqualTo("paused");
    containers().pause(id);
    room.close();
    room = open();
    assertThat(containers().inspect(id, false).at("/State/Status").asText()).isEqualTo("paused");
  }

  @Test
  void anImageIsRemovedByAnEngineThatLeaves() {
    Images images = room.images();
    room.close();
    assertThat(images.remove("busybox", false, true, List.of())).isNotEmpty();
    assertThat(images.prune(Filters.of("dangling", "false")).removed()).isEmpty();
    room = open();
    assertThat(room.images().list(ImageQuery.USUAL)).isEmpty();
  }

  @Test
  void aVolumeInPlaceOfTheRootIsRefused() throws Exception {
    for (String path : List.of("/", "/x/..")) {
      Image base = room.images().find("busybox");
      String id =
          room.images()
              .importArchive(
                  new ByteArrayInputStream(new byte[1024]),
                  new ImportRequest("odd", "", List.of("VOLUME " + path, "CMD [\"x\"]"), null));
      assertThat(id).isNotEqualTo(base.id());
      assertThatThrownBy(() -> containers().create(command("x").image("odd").build()))
          .hasMessage(
              "invalid mount config for type \"volume\": invalid specification: destination can't"
                  + " be '/'");
    }
    assertThat(children("root/containers")).isEmpty();
    assertThat(volumes()).isEmpty();
  }

  private List<Path> volumes() throws java.io.IOException {
    return Files.exists(folder.resolve("root/volumes")) ? children("root/volumes") : List.of();
  }
}
