package dev.jdock.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpawnIT {
  @TempDir Path folder;

  private static Spawn shell(String script) {
    return new Spawn("/bin/sh", List.of("sh", "-c", script), List.of("NAME=value"));
  }

  /** Runs it with its output in a pipe, after which only what is asked for may be open. */
  private static String outputOf(Spawn spawn) {
    Fd[] pipe = Fd.pipe();
    try (Fd read = pipe[0]) {
      int pid;
      try (Fd write = pipe[1]) {
        pid = spawn.open(0, "/dev/null", Fd.O_RDONLY).inherit(write, 1).closeFrom(3).run();
      }
      StringBuilder text = new StringBuilder();
      byte[] buffer = new byte[4096];
      for (int n; (n = read.read(buffer)) > 0; ) {
        text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
      try (PidFd process = PidFd.open(pid)) {
        process.waitExit();
      }
      return text.toString();
    }
  }

  @Test
  void childHasItsArgumentsAndEnvironmentOnly() {
    assertThat(outputOf(shell("echo $NAME $HOME"))).isEqualTo("value\n");
  }

  @Test
  void childHasNothingOpenThatItWasNotGiven() throws Exception {
    try (Fd leaked = Fd.open(Files.createFile(folder.resolve("secret")), Fd.O_RDONLY)) {
      assertThat(leaked.isOpen()).isTrue();
      // 3 is the listing itself.
      assertThat(outputOf(new Spawn("/bin/ls", List.of("ls", "/proc/self/fd"), List.of())))
          .isEqualTo("0\n1\n2\n3\n");
    }
  }

  @Test
  void signalsHaveTheirDefaultsAndNoneIsBlocked() {
    String status = outputOf(new Spawn("/bin/cat", List.of("cat", "/proc/self/status"), List.of()));
    assertThat(status)
        .containsPattern("SigBlk:\\s+0+\n")
        .containsPattern("SigIgn:\\s+0+\n")
        .containsPattern("SigCgt:\\s+0+\n");
  }

  @Test
  void childLeadsASessionInTheDirectoryAskedFor() {
    assertThat(
            outputOf(
                shell("[ $$ = $(cut -d' ' -f6 /proc/$$/stat) ] && pwd").changeDirectory("/usr")))
        .isEqualTo("/usr\n");
    try (Fd directory = Fd.open(Path.of("/usr"), Fd.O_RDONLY)) {
      assertThat(outputOf(shell("pwd").changeDirectory(directory))).isEqualTo("/usr\n");
    }
  }

  @Test
  void failuresNameTheProgramAndLeaveNoChild() {
    Spawn missing = new Spawn("/nonexistent", List.of("x"), List.of());
    assertThatThrownBy(missing::run)
        .isInstanceOf(SyscallException.class)
        .hasMessageContaining("exec /nonexistent: no such file or directory");
    Spawn nowhere = shell("true").changeDirectory("/nonexistent");
    assertThatThrownBy(nowhere::run).hasMessageContaining("no such file or directory");
  }
}
