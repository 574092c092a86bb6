package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code -v} taken apart: {@code source:destination[:options]}.
 *
 * @param source an absolute path of the host or a volume's name
 * @param mode the options as written
 * @param matchesUser whether the files of the folder are the container's user's
 */
public record BindSpec(
    String source,
    String destination,
    String mode,
    boolean readOnly,
    boolean copy,
    String propagation,
    boolean matchesUser) {

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
              + "': invalid mount config for type \""
              + (source.startsWith("/") ? "bind" : "volume")
              + "\": invalid specification: destination can't be '/'");
    }
    if (!source.startsWith("/") && !VOLUME_NAME.matcher(source).matches()) {
      throw invalidName(source);
    }
    return withOptions(source, destination, parts.size() == 3 ? parts.get(2) : "");
  }

  private static BindSpec withOptions(String source, String destination, String mode) {
    List<String> options = mode.isEmpty() ? List.of() : List.of(mode.split(",", -1));
    Set<Option> given = EnumSet.noneOf(Option.class);
    String propagation = "rprivate";
    for (String option : options) {
      Option kind = Option.of(option);
      if (kind == null || !given.add(kind)) {
        throw JdockException.invalid("invalid mode: " + mode);
      }
      if (kind == Option.PROPAGATION) {
        propagation = option;
      }
    }
    BindSpec spec =
        new BindSpec(
            source,
            destination,
            mode,
            options.contains("ro"),
            !given.contains(Option.COPY),
            propagation,
            given.contains(Option.OWNERSHIP));
    refuseOptionsOfOthers(spec, given);
    return spec;
  }

  /** What is said only once. */
  private enum Option {
    ACCESS,
    COPY,
    LABEL,
    CONSISTENCY,
    PROPAGATION,
    OWNERSHIP;

    static @Nullable Option of(String word) {
      return switch (word) {
        case "ro", "rw" -> ACCESS;
        case "nocopy" -> COPY;
        case "z", "Z" -> LABEL;
        // Consistency is for macOS.
        case "consistent", "cached", "delegated" -> CONSISTENCY;
        case "idmap" -> OWNERSHIP;
        default -> PROPAGATIONS.contains(word) ? PROPAGATION : null;
      };
    }
  }

  private static void refuseOptionsOfOthers(BindSpec spec, Set<Option> given) {
    if (spec.isPath() && given.contains(Option.COPY)) {
      throw misplaced(spec, "bind", "VolumeOptions");
    }
    if (!spec.isPath()
        && (given.contains(Option.PROPAGATION) || given.contains(Option.OWNERSHIP))) {
      throw misplaced(spec, "volume", "BindOptions");
    }
  }

  private static JdockException misplaced(BindSpec spec, String type, String options) {
    return JdockException.invalid(
        "invalid volume specification: '%s:%s:%s': invalid mount config for type \"%s\": field %s must not be specified"
            .formatted(spec.source, spec.destination, spec.mode, type, options));
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
