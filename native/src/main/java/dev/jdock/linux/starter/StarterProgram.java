package dev.jdock.linux.starter;

import dev.jdock.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The starter, ready to be executed. It is a copy in memory, sealed: {@code /proc/PID/exe}, which a
 * container can open before its own program runs, is not a file of the host, and no process can
 * write to it.
 */
public final class StarterProgram implements AutoCloseable {
  static final String NAME = "jdock-starter";

  private final Fd file;

  private StarterProgram(Fd file) {
    this.file = file;
  }

  /**
   * Copies the program.
   *
   * @throws IOException when it cannot be read
   * @throws dev.jdock.linux.SyscallException EACCES where vm.memfd_noexec forbids programs in
   *     memory
   */
  public static StarterProgram load(Path path) throws IOException {
    return new StarterProgram(MemoryFile.program(NAME, Files.readAllBytes(path)));
  }

  Path path() {
    return file.procPath();
  }

  @Override
  public void close() {
    file.close();
  }
}
