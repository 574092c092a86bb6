package dev.jdock.linux.libc;

import java.util.function.UnaryOperator;
import jnr.ffi.Runtime;

/** The loaded C library. */
public final class C {
  public static final Runtime RUNTIME = Runtime.getSystemRuntime();

  /** What the build writes for {@link LibC} once that is compiled. */
  private static final String BOUND = "dev.jdock.linux.libc.BoundLibC";

  /**
   * Names a {@code UnaryOperator<LibC>} that stands in front of the C library: tests make calls
   * fail with it. No engine has the property.
   */
  private static final String SEAM = "dev.jdock.linux.seam";

  public static final LibC LIBC = seam(made(BOUND, LibC.class));

  public static final int AT_FDCWD = -100;

  private C() {}

  @SuppressWarnings("unchecked") // A test's class, named by the test's own build.
  private static LibC seam(LibC library) {
    String name = System.getProperty(SEAM);
    if (name == null) {
      return library;
    }
    return ((UnaryOperator<LibC>) made(name, UnaryOperator.class)).apply(library);
  }

  private static <T> T made(String name, Class<T> type) {
    try {
      return type.cast(Class.forName(name).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + name, e);
    }
  }
}
