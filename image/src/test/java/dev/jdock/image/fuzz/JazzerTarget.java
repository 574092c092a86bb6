package dev.jdock.image.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * What Jazzer calls: {@code --target_class=dev.jdock.image.fuzz.JazzerTarget --target_args=CLASS},
 * with the class of a {@link FuzzTarget}.
 */
public final class JazzerTarget {
  // Jazzer knows static methods only.
  private static Oracle oracle;

  private JazzerTarget() {}

  public static void fuzzerInitialize(String[] arguments) throws Exception {
    Class<?> target = Class.forName(arguments[0]);
    oracle = new Oracle((FuzzTarget) target.getDeclaredConstructor().newInstance());
    // Loading and instrumenting classes is not the first input's time.
    oracle.read("{}".getBytes(StandardCharsets.UTF_8));
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    oracle.read(input);
  }
}
