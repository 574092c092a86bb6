package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image or a container tries in order to get at the host. */
@EndToEnd
class HostileImageIT {
  private static final String UP = "../../../../../../../..";

  private final Jdock jdock;

  HostileImageIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void aWorkingDirectoryOfProcDoesNotLeadToTheHost(@TempDir Path host) throws IOException {
    Path mark = Files.createFile(host.resolve("mark"));
    jdock
        .run("run", "--rm", "-w", "/proc/self/cwd", jdock.busybox(), "ls", UP + mark)
        .exits(1)
        .saysOnErr("No such file or directory");
    String image = jdock.image();
    jdock
        .runWithInput(
            "FROM " + jdock.busybox() + "\nWORKDIR /proc/self/cwd\nRUN ! ls " + UP + mark + "\n",
            "build",
            "-t",
            image,
            "-")
        .ok();
    jdock.run("run", "--rm", image, "ls", UP + mark).exits(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/cwd", "/link"})
  void aFurtherProcessDoesNotStartInTheHost(String directory, @TempDir Path host)
      throws IOException {
    Path mark = Files.createFile(host.resolve("mark"));
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    jdock.run("exec", name, "ln", "-s", "/proc/self/cwd", "/link").ok();
    Result result = jdock.run("exec", "-w", directory, name, "ls", UP + mark);
    assertThat(result.exitCode()).as(result.toString()).isNotZero();
    jdock.run("rm", "-f", name).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proc", "sys"})
  void procAndSysAreNotMountedThroughALink(String place, @TempDir Path folder) throws IOException {
    String image = jdock.image();
    Path root = Files.createDirectories(folder.resolve("root/elsewhere")).getParent();
    Files.createSymbolicLink(root.resolve(place), Path.of("/elsewhere"));
    Path program = Host.write(root.resolve("program"), "never run");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path archive = folder.resolve("image.tar");
    Host.run("tar", "-C", root.toString(), "-cf", archive.toString(), ".").ok();
    jdock.run("import", archive.toString(), image).ok();
    jdock
        .run("run", "--rm", image, "/program")
        .exits(125)
        .saysOnErr("mountpoint for /" + place + " must be a real directory");
  }

  @Test
  void nothingIsMountedInsideProc() {
    jdock
        .run("run", "--rm", "-v", "/tmp:/proc/fs", jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("\"/proc/fs\" cannot be mounted because it is inside /proc");
  }

  @Test
  void aSeccompProfileUnderWhichNothingCanStartIsRefused(@TempDir Path folder) {
    Path profile =
        Host.write(
            folder.resolve("profile.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              {"names": ["execve", "clone"], "action": "SCMP_ACT_KILL"}]}
            """);
    jdock
        .run("run", "--rm", "--security-opt", "seccomp=" + profile, jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("seccomp profile: a container cannot be started without clone, execve");
  }
}
