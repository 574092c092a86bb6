package dev.jdock.cli.command.buildx;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An annotation of an index or of what it says of its members.
 *
 * @param ofIndex whether it is the index's own
 * @param platform of the members that get it; null for all
 */
record RemoteAnnotation(boolean ofIndex, @Nullable Platform platform, String key, String value) {
  private static final Pattern TYPE = Pattern.compile("([a-z-]+)(?:\\[([^\\]]*)])?");

  /**
   * Reads {@code [type[,type]:]key=value}.
   *
   * @throws JdockException INVALID in buildx's words
   */
  static List<RemoteAnnotation> parse(List<String> texts) {
    List<RemoteAnnotation> all = new ArrayList<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw failure("invalid annotation \"" + text + "\", expected key=value");
      }
      String name = text.substring(0, equals);
      int colon = name.indexOf(':');
      if (colon < 0) {
        throw JdockException.invalid("\"\" annotations are not supported yet");
      }
      for (String type : name.substring(0, colon).split(",", -1)) {
        all.add(parse(type, name.substring(colon + 1), text.substring(equals + 1)));
      }
    }
    return all;
  }

  private static RemoteAnnotation parse(String type, String key, String value) {
    Matcher matcher = TYPE.matcher(type);
    if (!matcher.matches()) {
      throw failure(
          "invalid annotation type \""
              + type
              + "\", expected type and optional platform in square brackets");
    }
    Platform platform = matcher.group(2) == null ? null : platform(matcher.group(2));
    return switch (matcher.group(1)) {
      case "index" -> new RemoteAnnotation(true, null, key, value);
      case "manifest-descriptor" -> new RemoteAnnotation(false, platform, key, value);
      case "manifest" ->
          throw JdockException.invalid("\"manifest\" annotations are not supported yet");
      case "index-descriptor" ->
          throw JdockException.invalid(
              "\"index-descriptor\" annotations are invalid while creating an image");
      default -> throw failure("unknown annotation type \"" + matcher.group(1) + "\"");
    };
  }

  private static Platform platform(String text) {
    try {
      return Platform.parse(text);
    } catch (JdockException e) {
      throw failure("invalid platform \"" + text + "\": " + e.getMessage());
    }
  }

  private static JdockException failure(String text) {
    return JdockException.invalid("failed to parse annotations: " + text);
  }
}
