package dev.jdock.cli.command.build;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Annotations of {@code --annotation} and of outputs, by where they belong.
 *
 * @param manifest of the manifest
 * @param descriptor of what refers to the manifest
 */
record Annotations(SortedMap<String, String> manifest, SortedMap<String, String> descriptor) {
  private static final Pattern TYPE = Pattern.compile("([a-z-]+)(?:\\[([A-Za-z0-9_/-]+)])?");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("annotation(?:-([a-z-]+))?(?:\\[([A-Za-z0-9_/-]+)])?\\.(\\S+)");

  static Annotations parse(List<String> texts) {
    Annotations result = new Annotations(new TreeMap<>(), new TreeMap<>());
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (text.isEmpty()) {
        continue;
      }
      if (equals < 0) {
        throw failure("parse annotations: invalid annotation \"" + text + "\", expected key=value");
      }
      String name = text.substring(0, equals);
      String value = text.substring(equals + 1);
      int colon = name.indexOf(':');
      if (colon < 0) {
        result.manifest.put(name, value);
        continue;
      }
      for (String type : name.substring(0, colon).split(",", -1)) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
          throw failure(
              "parse annotations: invalid annotation type \""
                  + type
                  + "\", expected type and optional platform in square brackets");
        }
        result.put(matcher.group(1), matcher.group(2), name.substring(colon + 1), value);
      }
    }
    return result;
  }

  /** With those among an output's attributes, which are taken out. */
  Annotations with(Map<String, String> attributes) {
    Annotations result = new Annotations(new TreeMap<>(manifest), new TreeMap<>(descriptor));
    Collection<String> keys = List.copyOf(attributes.keySet());
    for (String key : keys) {
      Matcher matcher = ATTRIBUTE.matcher(key);
      if (matcher.matches()) {
        String value = String.valueOf(attributes.remove(key));
        String type = matcher.group(1) == null ? "manifest" : matcher.group(1);
        result.put(type, matcher.group(2), matcher.group(3), value);
      }
    }
    return result;
  }

  private void put(String type, @Nullable String platform, String key, String value) {
    boolean here = platform == null || isThisPlatform(platform);
    switch (type) {
      case "manifest" -> {
        if (here) {
          manifest.put(key, value);
        }
      }
      case "manifest-descriptor" -> {
        if (here) {
          descriptor.put(key, value);
        }
      }
      case "index", "index-descriptor" ->
          throw failure("index annotations not supported for single platform export");
      default -> throw failure("parse annotations: unknown annotation type \"" + type + "\"");
    }
  }

  private static boolean isThisPlatform(String text) {
    try {
      Platform named = Platform.parse(text);
      Platform local = Platform.local();
      return named.os().equals(local.os()) && named.architecture().equals(local.architecture());
    } catch (JdockException e) {
      throw failure("parse annotations: invalid platform \"" + text + "\": " + e.getMessage());
    }
  }

  private static RuntimeException failure(String text) {
    return OutputOptions.failure(text);
  }
}
