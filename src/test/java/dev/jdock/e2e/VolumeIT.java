package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** volume create, ls, inspect, rm, prune, update. */
@EndToEnd
class VolumeIT {
  private final Jdock jdock;

  VolumeIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String made(String... flags) {
    String name = jdock.volume();
    jdock
        .run(
            java.util.stream.Stream.of(List.of("volume", "create"), List.of(flags), List.of(name))
                .flatMap(List::stream)
                .toArray(String[]::new))
        .prints(name);
    return name;
  }

  @Test
  void whatIsMadeIsListedAndShown() {
    String name = made("--label", "a=b", "--label", "c");
    jdock.run("volume", "create", "--label", "other=1", name).prints(name);
    jdock
        .run(
            "volume", "inspect", "-f", "{{json .Labels}} {{.Driver}} {{.Scope}} {{.Options}}", name)
        .prints("{\"a\":\"b\",\"c\":\"\"} local local map[]");
    jdock
        .run(
            "volume",
            "ls",
            "-f",
            "name=" + name,
            "--format",
            "{{.Name}} {{.Labels}} {{.Label \"a\"}}")
        .prints(name + " a=b,c= b");
    jdock
        .run("volume", "ls", "-f", "name=" + name)
        .prints("DRIVER    VOLUME NAME\nlocal     " + name);
    jdock.run("volume", "ls", "-q", "-f", "label=a=b", "-f", "name=" + name).prints(name);
    jdock.run("volume", "ls", "-q", "-f", "label=a=x", "-f", "name=" + name).printsNothing();
    jdock.run("inspect", "--type", "volume", "-f", "{{.Name}}", name).prints(name);
    assertThat(Path.of(jdock.run("volume", "inspect", "-f", "{{.Mountpoint}}", name).text()))
        .isEmptyDirectory();
    jdock.run("volume", "rm", name).prints(name);
    jdock
        .run("volume", "inspect", name)
        .exits(1)
        .saysOnErr("Error response from daemon: get " + name + ": no such volume");
    jdock.run("volume", "rm", "-f", name).prints(name);
  }

  @Test
  void withoutANameItIsAnonymousAndPruned() {
    String name = jdock.run("volume", "create").ok().text();
    assertThat(name).matches("[0-9a-f]{64}");
    jdock
        .run("volume", "inspect", "-f", "{{json .Labels}}", name)
        .prints("{\"com.docker.volume.anonymous\":\"\"}");
    String named = made();
    jdock.run("volume", "prune", "-f").ok().saysOnOut("Deleted Volumes:\n").saysOnOut(name);
    jdock.run("volume", "inspect", name).exits(1);
    jdock.run("volume", "inspect", named).ok();
    assertThat(jdock.run("volume", "prune").ok().out())
        .isEqualTo(
            """
            WARNING! This will remove anonymous local volumes not used by at least one container.
            Are you sure you want to continue? [y/N] \
            """);
  }

  @Test
  void oneInUseStays() {
    String name = made();
    String container = jdock.container();
    jdock.run("create", "--name", container, "-v", name + ":/v", jdock.busybox(), "true").ok();
    String id = jdock.format(container, "{{.Id}}");
    jdock
        .run("volume", "rm", "-f", name)
        .exits(1)
        .saysOnErr(
            "Error response from daemon: remove " + name + ": volume is in use - [" + id + "]");
    jdock.run("volume", "ls", "-q", "-f", "dangling=true", "-f", "name=" + name).printsNothing();
    jdock.run("volume", "ls", "-q", "-f", "dangling=false", "-f", "name=" + name).prints(name);
    jdock.run("rm", "-v", container).ok();
    jdock.run("volume", "ls", "-q", "-f", "dangling=true", "-f", "name=" + name).prints(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          volume create -d foo vv                   | create vv: error looking up volume plugin foo: plugin "foo" not found
          volume create x                           | create x: volume name is too short, names should be at least two alphanumeric characters
          volume create a/b                         | create a/b: "a/b" includes invalid characters for a local volume name
          volume create -o foo=bar vv               | create vv: invalid option: "foo"
          volume create -o type=tmpfs vv            | create vv: missing required option: "device"
          volume create -o device=/x vv             | create vv: missing required option: "type"
          volume create -o size=1m vv               | create vv: quota size requested but no quota support
          volume create --scope single vv           | This node is not a swarm manager.
          volume create --name aa bb                | conflicting options: cannot specify a volume-name through both --name and
          volume ls -f foo=bar                      | invalid filter 'foo'
          volume ls -f dangling=maybe               | invalid filter 'dangling=[maybe]'
          volume rm no-such-volume                  | get no-such-volume: no such volume
          volume update no-such-volume              | get no-such-volume: no such volume
          volume prune -a -f --filter all=1         | conflicting options: cannot specify both --all and --filter all=1
          """)
  void whatMakesNoSenseIsRefused(String command, String message) {
    jdock.run(command.split(" ", -1)).exits(1).saysOnErr(message);
  }

  @Test
  void onlyVolumesOfASwarmCanBeUpdated() {
    jdock
        .run("volume", "update", "--availability", "drain", made())
        .exits(1)
        .saysOnErr("can only update cluster volumes");
    jdock.run("volume", "ls", "--cluster").saysOnOut("VOLUME NAME   GROUP     DRIVER");
  }

  @Test
  void aFileSystemOfTheDriverIsThereFromTheFirstContainerToTheLast() {
    String name =
        made("-o", "type=tmpfs", "-o", "device=tmpfs", "-o", "o=size=1m,uid=1000,mode=750");
    String first = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            first,
            "-v",
            name + ":/v",
            jdock.busybox(),
            "sh",
            "-c",
            "echo shared >/v/f; sleep 600")
        .ok();
    Eventually.that(
        () -> "the file is not there",
        () -> jdock.run("exec", first, "cat", "/v/f").out().equals("shared\n"));
    jdock
        .run(
            "run",
            "--rm",
            "-v",
            name + ":/w",
            jdock.busybox(),
            "sh",
            "-c",
            "cat /w/f; stat -c '%u %a' /w; df -k /w | tail -n 1 | awk '{ print $2 }'")
        .prints("shared\n1000 750\n1024");
    jdock.run("rm", "-f", first).ok();
    jdock.run("run", "--rm", "-v", name + ":/w", jdock.busybox(), "ls", "/w").printsNothing();
    jdock.run("volume", "prune", "-a", "-f", "--filter", "label=none").ok();
    jdock.run("volume", "rm", name).ok();
  }

  @Test
  @JdockOnly("kills the engine")
  void aFileSystemOfTheDriverOutlivesTheEngineInItsContainers() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      mine.run("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "mem").ok();
      mine.run("run", "-d", "--name", "one", "-v", "mem:/v:ro", mine.busybox(), "sleep", "600")
          .ok();
      mine.run("run", "--rm", "-v", "mem:/v", mine.busybox(), "touch", "/v/kept").ok();
      new StateRoot(mine.root())
          .engine()
          .ifPresent(pid -> Host.run("kill", "-s", "KILL", Long.toString(pid)).ok());
      mine.run("run", "--rm", "-v", "mem:/v", mine.busybox(), "sh", "-c", "ls /v; touch /v/more")
          .prints("kept");
      mine.run("exec", "one", "ls", "/v").prints("kept\nmore");
      mine.run("rm", "-f", "one").ok();
      mine.run("run", "--rm", "-v", "mem:/v", mine.busybox(), "ls", "/v").printsNothing();
    }
  }

  @Test
  void aFolderBoundByTheDriverIsFilledFromTheImage(@TempDir Path folder) {
    String name = made("-o", "type=none", "-o", "device=" + folder, "-o", "o=bind");
    String container = jdock.container();
    jdock.run("create", "--name", container, "-v", name + ":/etc", jdock.busybox(), "true").ok();
    assertThat(folder.resolve("passwd")).exists();
    jdock.run("start", "-a", container).exits(0);
    jdock.run("rm", container).ok();
    jdock.run("volume", "rm", name).ok();
    assertThat(folder.resolve("passwd")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type=none  | /nonexistent/folder | bind        | 127 | flags: 0x1000: no such file or directory
          type=ext9  | /dev/nope           | ro          | 125 | flags: 0x1: no such device
          type=tmpfs | tmpfs               | nonsense=3  | 125 | data: nonsense=3: invalid argument
          """)
  void whatCannotBeMountedKeepsTheContainerFromStarting(
      String type, String device, String options, int code, String message) {
    String name = made("-o", type, "-o", "device=" + device, "-o", "o=" + options);
    jdock
        .run("run", "--rm", "-v", name + ":/v", jdock.busybox(), "true")
        .exits(code)
        .saysOnErr("error while mounting volume '")
        .saysOnErr("failed to mount local volume: mount " + device + ":")
        .saysOnErr(message);
    jdock.run("volume", "rm", name).ok();
  }

  @Test
  @JdockOnly("Docker's root is not ours to fill")
  void aCopyFromTheImageThatFindsNoRoomLeavesTheVolumeEmpty(@TempDir Path folder)
      throws IOException {
    try (OwnRoot own = OwnRoot.ofSize(jdock, "16m")) {
      Jdock mine = own.jdock();
      Host.write(
          folder.resolve("Dockerfile"),
          "FROM "
              + mine.busybox()
              + "\nRUN mkdir /d && echo a >/d/a && ln /d/a /d/b && head -c 4000000 /dev/zero >/d/z\n");
      mine.run("build", "-t", "filled", folder.toString()).ok();
      Path filler = own.path().resolve("filler");
      try (var out = Files.newOutputStream(filler)) {
        long room = Files.getFileStore(own.path()).getUsableSpace();
        out.write(new byte[(int) (room - 2_000_000)]);
      }
      mine.run("create", "-v", "vol:/d", "filled", "true")
          .exits(1)
          .saysOnErr("cannot copy the image's files to volume vol: ")
          .saysOnErr("no space left on device");
      assertThat(own.path().resolve("volumes/vol/_data")).isEmptyDirectory();
      assertThat(own.path().resolve("volumes/vol")).isDirectoryNotContaining("glob:**.filling");
      mine.run("ps", "-aq").printsNothing();
      Files.delete(filler);
      mine.run("run", "--rm", "-v", "vol:/d", "filled", "stat", "-c", "%h", "/d/b").prints("2");
    }
  }

  @Test
  void aVolumeIsFoldersOverEachOther(@TempDir Path folder) throws IOException {
    Host.write(folder.resolve("lower/a"), "below\n");
    for (String each : List.of("upper", "work")) {
      Files.createDirectory(folder.resolve(each));
    }
    String layers = "o=lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(folder);
    String name = made("-o", "type=overlay", "-o", "device=overlay", "-o", layers);
    jdock
        .run(
            "run",
            "--rm",
            "-v",
            name + ":/v",
            jdock.busybox(),
            "sh",
            "-c",
            "cat /v/a; echo above >/v/a")
        .prints("below");
    assertThat(folder.resolve("lower/a")).hasContent("below\n");
    assertThat(folder.resolve("upper/a")).hasContent("above\n");
  }

  @Test
  @JdockOnly("changes files of jdock")
  void aRecordThatCannotBeReadIsNamedAndKeepsNobodyFromTheOthers() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      mine.run("volume", "create", "bad").ok();
      mine.run("volume", "create", "good").ok();
      Files.writeString(own.path().resolve("volumes/bad/volume.json"), "{");
      mine.run("volume", "ls", "-q")
          .prints("good")
          .saysOnErr("WARNING: the record of volume bad cannot be read: ");
      mine.run("volume", "inspect", "bad").exits(1).saysOnErr("the record of volume bad");
      mine.run("volume", "prune", "-a", "-f").ok().saysOnOut("good");
      assertThat(own.path().resolve("volumes/bad/_data")).isDirectory();
      mine.run("volume", "rm", "bad").exits(1).saysOnErr("the record of volume bad");
      mine.run("volume", "rm", "-f", "bad").ok();
      assertThat(own.path().resolve("volumes/bad")).doesNotExist();
    }
  }
}
