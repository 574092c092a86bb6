package dev.jdock.linux.libc;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.provider.FFIProvider;
import jnr.ffi.provider.jffi.Provider;

/**
 * jnr-ffi's own provider by a name of jdock's, which the engine's property {@code jnr.ffi.provider}
 * has. By that name jnr-ffi looks for its platform, too. Without one it looks for a class that
 * exists nowhere, for which the JVM opens every library: a tenth of an engine's start. And
 * jnr-ffi's own is made only where a library is to be bound by it ({@link LinuxRuntime}).
 */
public final class LinuxProvider extends FFIProvider {
  private final Runtime runtime = new LinuxRuntime(() -> Whole.PROVIDER.getRuntime());

  @Override
  public Runtime getRuntime() {
    return runtime;
  }

  @Override
  public <T> LibraryLoader<T> createLibraryLoader(Class<T> type) {
    return Whole.PROVIDER.createLibraryLoader(type);
  }

  /** jnr-ffi's own, from its first use on. */
  private static final class Whole {
    static final Provider PROVIDER = new Provider();
  }

  /** What jdock runs on. */
  public static final class Platform extends jnr.ffi.Platform {
    private static final int BITS = 64;

    /** Called by jnr-ffi. */
    public Platform() {
      super(
          OS.LINUX,
          "amd64".equals(System.getProperty("os.arch")) ? CPU.X86_64 : CPU.AARCH64,
          BITS,
          BITS,
          "lib.*\\.so.*$");
    }
  }
}
