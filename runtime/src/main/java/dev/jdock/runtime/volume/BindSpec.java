package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code -v} taken apart: {@code source:destination[:options]}.
 *
 * @param source an absolute path of the host or a volume's name
 * @param mode the options as written
 */
public record BindSpec(
    String source,
    String destination,
    String mode,
    boolean readOnly,
    boolean copy,
    String propagation) {

  static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");

  public static BindSpec parse(String text) {
    List<String> parts = List.of(text.split(":", -1));
    if (parts.size() < 2 || parts.size() > 3 || parts.contains("")) {
      throw invalid(text);
    }
    String source = parts.get(0);
    String destination = normalized(parts.get(1));
    if (!destination.startsWith("/")) {
      throw JdockException.invalid(
          "invalid volume specification: '"
              + text
              + "': invalid mount config for type \""
              + (source.startsWith("/") ? "bind" : "volume")
              + "\": invalid mount path: '"
              + parts.get(1)
              + "' mount path must be absolute");
    }
    if (destination.equals("/")) {
      throw JdockException.invalid(
          "invalid volume specification: '"
              + text
              + "': invalid mount config for type \"bind\": invalid specification: destination"
              + " can't be '/'");
    }
    if (!source.startsWith("/") && !VOLUME_NAME.matcher(source).matches()) {
      throw invalidName(source);
    }
    return withOptions(source, destination, parts.size() == 3 ? parts.get(2) : "");
  }

  private static BindSpec withOptions(String source, String destination, String mode) {
    boolean readOnly = false;
    boolean copy = true;
    String propagation = "rprivate";
    for (String option : mode.isEmpty() ? List.<String>of() : List.of(mode.split(",", -1))) {
      switch (option) {
        case "ro" -> readOnly = true;
        case "rw" -> readOnly = false;
        case "nocopy" -> copy = false;
        // SELinux relabelling has nothing to do where SELinux is off; consistency is for macOS.
        case "z", "Z", "consistent", "cached", "delegated" -> {}
        default -> {
          if (!PROPAGATIONS.contains(option)) {
            throw JdockException.invalid("invalid mode: " + mode);
          }
          propagation = option;
        }
      }
    }
    return new BindSpec(source, destination, mode, readOnly, copy, propagation);
  }

  /** Whether the source is a path rather than a volume. */
  public boolean isPath() {
    return source.startsWith("/");
  }

  /** Docker's message for an invalid name of a volume. */
  public static JdockException invalidName(String name) {
    return JdockException.invalid(
        "create "
            + name
            + ": \""
            + name
            + "\" includes invalid characters for a local volume name, only"
            + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host"
            + " directory, use absolute path");
  }

  private static JdockException invalid(String text) {
    return JdockException.invalid("invalid volume specification: '" + text + "'");
  }

  /** Without {@code .}, {@code ..} and slashes too many. */
  public static String normalized(String path) {
    return Path.of(path).normalize().toString();
  }
}
