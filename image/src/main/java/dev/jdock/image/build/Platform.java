package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image runs on, in Go's names.
 *
 * @param variant {@code v7}, {@code v8} …
 */
public record Platform(String os, String architecture, @Nullable String variant) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");

  /** Of this machine. */
  public static Platform local() {
    return new Platform("linux", normal(System.getProperty("os.arch", "amd64")), null);
  }

  /** Reads {@code os/arch[/variant]}, or one of the two alone. */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        throw JdockException.invalid(
            "\""
                + text
                + "\" is an invalid component of \""
                + text
                + "\": platform specifier"
                + " component must match \"^[A-Za-z0-9_.-]+$\": invalid argument");
      }
    }
    return switch (parts.length) {
      case 1 ->
          parts[0].equalsIgnoreCase("linux")
              ? local()
              : new Platform("linux", normal(parts[0]), null);
      case 2 -> new Platform(parts[0].toLowerCase(Locale.ROOT), normal(parts[1]), null);
      case 3 -> new Platform(parts[0].toLowerCase(Locale.ROOT), normal(parts[1]), parts[2]);
      default ->
          throw JdockException.invalid(
              "\"" + text + "\": cannot parse platform specifier: invalid argument");
    };
  }

  private static String normal(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "x86_64", "x86-64" -> "amd64";
      case "aarch64" -> "arm64";
      case "i386", "i686" -> "386";
      default -> architecture.toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
