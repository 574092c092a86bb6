package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Containers whose records another version of jdock has written. */
@EndToEnd
@JdockOnly("Docker has no such records")
class RecordVersionsIT {
  private static final String VERSION = "\"version\":1,";

  private final Jdock jdock;

  RecordVersionsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static void change(Path file, String from, String to) {
    try {
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> records(OwnRoot own) throws IOException {
    try (Stream<Path> files = Files.walk(own.path().resolve("containers"), 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(config|state|health)\\.json"))
          .toList();
    }
  }

  /** As of the first jdock that was used, which wrote no version anywhere. */
  @Test
  void containersWithoutVersionsAreTakenOverAsTheyAre() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      mine.run(
              "run",
              "-d",
              "--name",
              "on",
              "-p",
              "127.0.0.1:0:80",
              "-v",
              "data:/data",
              "--restart",
              "on-failure:3",
              "--health-cmd",
              "true",
              "--health-interval",
              "1h",
              "-m",
              "64m",
              jdock.busybox(),
              "sh",
              "-c",
              "echo said; sleep 600")
          .ok();
      mine.run("create", "--name", "new", "-it", "-e", "A=b", jdock.busybox(), "true").ok();
      mine.run("run", "--name", "over", jdock.busybox(), "sh", "-c", "echo said; exit 3").exits(3);
      List<String> look = List.of("inspect", "on", "new", "over");
      String before = mine.run(look.toArray(String[]::new)).ok().out();
      String ports = mine.run("port", "on").ok().out();
      mine.run("engine", "stop").ok();

      List<Path> records = records(own);
      assertThat(records).hasSizeGreaterThanOrEqualTo(5);
      records.forEach(record -> change(record, VERSION, ""));

      assertThat(mine.run(look.toArray(String[]::new)).ok().out()).isEqualTo(before);
      assertThat(mine.run("port", "on").ok().out()).isEqualTo(ports);
      mine.run("logs", "on").prints("said");
      mine.run("logs", "over").prints("said");
      mine.run("exec", "on", "true").ok();
      mine.run("start", "over").ok();
      mine.run("wait", "over").prints("3");
    }
  }

  @Test
  void containerOfANewerJdockIsRefusedAndLeftAsItIs() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      String id = mine.run("run", "-d", "-v", "/v", jdock.busybox(), "sleep", "600").text();
      mine.run("exec", id, "touch", "/v/kept").ok();
      mine.run("create", "--name", "mine", jdock.busybox(), "true").ok();
      mine.run("engine", "stop").ok();
      Path config = own.path().resolve("containers").resolve(id).resolve("config.json");
      change(config, VERSION, "\"version\":2,");
      String newer = Host.read(config);

      String refusal = " was written by a newer jdock (record version 2)";
      mine.run("exec", id, "true").exits(1).saysOnErr("container " + id + refusal);
      mine.run("rm", "-f", id.substring(0, 12)).exits(1).saysOnErr("container " + id + refusal);
      mine.run("ps", "-a", "--format", "{{.Names}}").prints("mine");
      mine.run("system", "check", "--repair")
          .exits(1)
          .saysOnOut("not touched, for the newer jdock");
      mine.run("system", "prune", "-f", "--volumes").ok();
      mine.run("engine", "stop").ok();
      assertThat(Host.read(config)).isEqualTo(newer);

      change(config, "\"version\":2,", VERSION);
      mine.run("exec", id, "ls", "/v").prints("kept");
      mine.run("rm", "-f", id).ok();
    }
  }
}
