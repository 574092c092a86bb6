package dev.jdock.linux.libc;

import java.util.function.UnaryOperator;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;

/** The loaded C library. */
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
}
