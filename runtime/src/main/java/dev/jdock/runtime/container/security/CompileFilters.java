package dev.jdock.runtime.container.security;

import dev.jdock.linux.seccomp.SeccompFilter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the filter of system calls that nearly all containers have into a distribution, run by the
 * build: to compile it is what a first container would wait for, a tenth of its time.
 */
public final class CompileFilters {
  private CompileFilters() {}

  /** Takes the distribution's folder of packed files. */
  public static void main(String[] arguments) throws IOException {
    SeccompFilter.pack(Path.of(arguments[0]), Capabilities.STANDARD);
  }
}
