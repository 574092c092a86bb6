package dev.jdock.linux.tty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PseudoTerminalIT {
  private static PseudoTerminal open() {
    return PseudoTerminal.of(Fd.open(Path.of("/dev/ptmx"), PseudoTerminal.MASTER_FLAGS));
  }

  @Test
  void whatIsWrittenToTheSlaveComesOutOfTheMaster() {
    try (PseudoTerminal terminal = open();
        Fd slave = Fd.open(Path.of("/dev/pts", terminal.name()), Fd.O_RDWR | Fd.O_NOCTTY)) {
      slave.writeFully("x\n");
      byte[] buffer = new byte[16];
      int count = terminal.master().read(buffer);
      assertThat(new String(buffer, 0, count, StandardCharsets.UTF_8)).isEqualTo("x\r\n");
      assertThat(terminal.master().read(buffer)).isEqualTo(-1);
    }
  }

  @Test
  void slaveCanBeGivenToAUser() throws Exception {
    try (PseudoTerminal terminal = open()) {
      Path path = Path.of("/dev/pts", terminal.name());
      try (Fd slave = Fd.open(path, Fd.O_PATH)) {
        PseudoTerminal.chown(slave, 1000, 5);
      }
      assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(1000);
    }
  }

  @Test
  void whatIsNoTerminalIsRefusedAndClosed() {
    Fd file = Fd.open(Path.of("/dev/null"), Fd.O_RDWR);
    assertThatThrownBy(() -> PseudoTerminal.of(file)).isInstanceOf(SyscallException.class);
    assertThat(file.isOpen()).isFalse();
  }
}
