package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** system check. */
@EndToEnd
@JdockOnly("Docker has no such command")
class SystemCheckIT {

  private final Jdock jdock;

  SystemCheckIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static void build(Jdock jdock, Path folder, String tag, String rest) {
    Host.write(folder.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + rest);
    jdock.run("build", "-t", tag, folder.toString()).ok();
  }

  private static Path layerWith(OwnRoot own, String file) throws IOException {
    try (Stream<Path> layers = Files.list(own.path().resolve("layers"))) {
      return layers
          .filter(l -> Files.exists(l.resolve("diff").resolve(file)))
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void findsNothingWrongWithWhatIsInUse(@TempDir Path folder) {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      build(mine, folder, "a", "RUN echo 1 >/1 && ln /1 /2 && rm -r /home\n");
      mine.run("run", "-d", "--name", "cc", "a", "sleep", "600").ok();
      mine.run("system", "check")
          .prints("Checked 4 blobs, 2 layers, 2 images, 1 containers: 0 damaged, 0 left over");
      mine.run("system", "check", "--repair").ok();
      mine.run("exec", "cc", "cat", "/2").prints("1");
    }
  }

  @Test
  void namesAndRemovesALayerWhoseFilesChanged(@TempDir Path folder) throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      build(mine, folder, "bad", "RUN echo right >/bad-file\n");
      build(mine, folder, "good", "RUN echo right >/good-file\n");
      Path layer = layerWith(own, "bad-file");
      Files.writeString(layer.resolve("diff/bad-file"), "wrong\n");
      Result check = mine.run("system", "check").exits(1);
      assertThat(check.out())
          .contains("damaged: layer sha256:" + layer.getFileName() + ": its archive comes out with")
          .contains(" (affects bad:latest)\n")
          .endsWith("1 damaged, 0 left over\n");
      mine.run("run", "--rm", "bad", "true").ok();
      mine.run("system", "check", "--repair")
          .exits(1)
          .saysOnOut(": images removed, layer removed\n");
      mine.run("system", "check").ok().saysOnOut(": 0 damaged, 0 left over\n");
      mine.run("inspect", "bad").exits(1);
      mine.run("run", "--rm", "good", "cat", "/good-file").prints("right");
      assertThat(layer).doesNotExist();
      build(mine, folder, "bad", "RUN echo right >/bad-file\n");
      mine.run("run", "--rm", "bad", "cat", "/bad-file").prints("right");
    }
  }

  @Test
  void keepsADamagedLayerForItsContainers(@TempDir Path folder) throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      build(mine, folder, "bad", "RUN echo right >/bad-file\n");
      mine.run("create", "--name", "cc", "bad", "cat", "/bad-file").ok();
      Files.writeString(layerWith(own, "bad-file").resolve("diff/bad-file"), "wrong\n");
      mine.run("system", "check", "--repair")
          .exits(1)
          .saysOnOut("layer kept for the containers that are mounted on it");
      mine.run("start", "-a", "cc").prints("wrong");
    }
  }

  @Test
  void tellsDamagedDocumentsApart(@TempDir Path folder) throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      build(mine, folder, "a", "LABEL a=1\n");
      String id = mine.run("images", "-q", "--no-trunc", "a").text();
      Path blobs = own.path().resolve("blobs/sha256");
      List<Path> manifests;
      try (Stream<Path> all = Files.list(blobs)) {
        manifests = all.filter(blob -> Host.read(blob).contains("schemaVersion")).toList();
      }
      for (Path manifest : manifests) {
        Files.writeString(manifest, "{}");
      }
      mine.run("system", "check", "--repair")
          .exits(1)
          .saysOnOut("its manifest is damaged (affects a:latest): manifest written again");
      mine.run("system", "check").ok();
      Files.writeString(blobs.resolve(id.substring("sha256:".length())), "{}");
      mine.run("system", "check")
          .exits(1)
          .saysOnOut("damaged: image " + id + ": its configuration is damaged (affects a:latest)");
      mine.run("system", "check", "--repair").exits(1).saysOnOut(": image removed\n");
      mine.run("system", "check").ok();
      mine.run("inspect", "a:latest").exits(1);
    }
  }

  @Test
  void clearsWhatACrashLeft() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      Files.createDirectories(own.path().resolve("layers/tmp-999/diff"));
      Files.createDirectories(own.path().resolve("containers/" + "ab".repeat(32) + "/upper"));
      Host.write(own.path().resolve("build-cache/" + "cd".repeat(32) + ".json"), "{");
      Host.write(own.path().resolve("downloads/junk"), "x");
      Path blob = Host.write(own.path().resolve("blobs/sha256/.tmp-1"), "half");
      Files.setLastModifiedTime(blob, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
      mine.run("system", "check")
          .ok()
          .saysOnOut("left over: layers/tmp-999: unfinished, and nobody's\n")
          .saysOnOut("left over: containers/abab")
          .saysOnOut("left over: build-cache/" + "cd".repeat(32) + ".json: cannot be read\n")
          .saysOnOut("left over: downloads/junk: of no pull\n")
          .saysOnOut("left over: blobs/sha256/.tmp-1: unfinished, and nobody's\n")
          .saysOnOut(": 0 damaged, 5 left over\n");
      mine.run("system", "check", "--repair").ok().saysOnOut(": removed\n");
      mine.run("system", "check").ok().saysOnOut(": 0 damaged, 0 left over\n");
    }
  }

  @Test
  void aDownloadThatHasChangedIsDamaged() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      String name = "downloads/" + "ab".repeat(32) + ".blob";
      Host.write(own.path().resolve(name), "x");
      mine.run("system", "check").exits(1).saysOnOut("damaged: " + name + ": its digest is ");
      mine.run("system", "check", "--repair").exits(1).saysOnOut(": removed\n");
      assertThat(own.path().resolve(name)).doesNotExist();
      mine.run("system", "check").ok();
    }
  }

  @Test
  void aDamagedContainerIsLeftOutAndPutAside() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      String id = mine.run("create", "--name", "broken", mine.busybox(), "true").text();
      mine.run("create", "--name", "whole", mine.busybox(), "echo", "fine").ok();
      mine.run("engine", "stop").ok();
      Files.writeString(
          own.path().resolve("containers/" + id + "/config.json"), "{\"name\":\"broken\",\"id\":");
      assertThat(mine.run("ps", "-a", "--format", "{{.Names}}").text()).isEqualTo("whole");
      mine.run("start", "-a", "whole").prints("fine");
      assertThat(mine.run("info").everything()).contains("container " + id + " is left out");
      // What is there by that name is not taken for nothing.
      mine.run("logs", "broken").exits(1).saysOnErr("container " + id + " is damaged: ");
      mine.run("rename", "whole", "broken").exits(1).saysOnErr("is already in use by");
      mine.run("system", "check")
          .exits(1)
          .saysOnOut("damaged: container " + id + ": its record cannot be read: ");
      mine.run("system", "check", "--repair").exits(1).saysOnOut(": put aside in " + own.path());
      mine.run("system", "check").ok();
      assertThat(own.path().resolve("damaged/" + id + "/upper")).isDirectory();
      mine.run("rename", "whole", "broken").ok();
      // Nobody needs to start the engine anew for layers to go again.
      mine.run("rm", "broken").ok();
      mine.run("rmi", mine.busybox()).ok();
      assertThat(own.path().resolve("layers")).isEmptyDirectory();
    }
  }
}
