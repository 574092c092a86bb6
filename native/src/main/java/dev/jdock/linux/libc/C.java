package dev.jdock.linux.libc;

import dev.jdock.linux.SyscallException;
import java.util.function.UnaryOperator;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;

/** The loaded C library, and the one place that turns errno into an exception. */
public final class C {
  private static final LibC LOADED =
      LibraryLoader.create(LibC.class).option(LibraryOption.SaveError, true).load("c");
  public static final Runtime RUNTIME = Runtime.getRuntime(LOADED);
  public static final LibC LIBC = seam(LOADED);

  /**
   * Names a {@code UnaryOperator<LibC>} that stands in front of the C library: tests make calls
   * fail with it. No engine has the property.
   */
  private static final String SEAM = "dev.jdock.linux.seam";

  public static final int AT_FDCWD = -100;

  private C() {}

  @SuppressWarnings("unchecked") // A test's class, named by the test's own build.
  private static LibC seam(LibC library) {
    String name = System.getProperty(SEAM);
    if (name == null) {
      return library;
    }
    try {
      Object seam = Class.forName(name).getDeclaredConstructor().newInstance();
      return ((UnaryOperator<LibC>) seam).apply(library);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(SEAM + "=" + name, e);
    }
  }

  /** The errno of this thread's last call through {@link #LIBC}. */
  public static Errno errno() {
    return Errno.valueOf(RUNTIME.getLastError());
  }

  /** Returns {@code result}, or throws for -1 with errno as it is now. */
  public static int check(int result, String call, Object... detail) {
    if (result == -1) {
      throw failure(call, detail);
    }
    return result;
  }

  /** Returns {@code result}, or throws for -1 with errno as it is now. */
  public static long check(long result, String call, Object... detail) {
    if (result == -1) {
      throw failure(call, detail);
    }
    return result;
  }

  /** For the calls that return an error number (posix_spawn, pthread): throws unless it is 0. */
  public static void checkErrorNumber(int number, String call, Object... detail) {
    if (number != 0) {
      throw new SyscallException(call, Errno.valueOf(number), join(detail));
    }
  }

  private static SyscallException failure(String call, Object... detail) {
    return new SyscallException(call, errno(), join(detail));
  }

  private static String join(Object... detail) {
    StringBuilder text = new StringBuilder();
    for (Object part : detail) {
      text.append(text.isEmpty() ? "" : " ").append(part);
    }
    return text.toString();
  }
}
