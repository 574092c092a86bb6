package dev.jdock.image.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.oci.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of frontends that a Dockerfile may ask for: those whose language is read here. */
final class Frontend {
  /** Docker's own, of version 1 in any edition, with the digest of an image at most. */
  private static final Pattern BUILT_IN =
      Pattern.compile(
          "((docker\\.io|index\\.docker\\.io|registry-1\\.docker\\.io)/)?"
              + "docker/dockerfile(-upstream)?"
              + "(:(1(\\.\\d+){0,2}|latest|labs|experimental|master|stable)(-[a-z0-9.-]+)?)?"
              + "(@sha256:[0-9a-f]{64})?");

  /** The directives that may stand above it. */
  private static final Pattern COMMENT =
      Pattern.compile("//\\s*(syntax|escape|check)\\s*=\\s*(.+?)\\s*", Pattern.CASE_INSENSITIVE);

  private static final int HEAD = 4;

  private Frontend() {}

  /**
   * The reason why a frontend cannot be used.
   *
   * @param value of {@code # syntax=}: an image, and words that do not count
   * @return empty if it can
   */
  static String refusal(String value) {
    String image = value.split("\\s", 2)[0];
    return isBuiltIn(image)
        ? ""
        : "the frontend " + image + " is not supported, docker/dockerfile:1 is built in";
  }

  private static boolean isBuiltIn(String image) {
    return BUILT_IN.matcher(image).matches();
  }

  /**
   * What a text says of its frontend in the other two forms that are looked for in files of any
   * language: {@code // syntax=} in its first lines, or a member of a JSON object.
   *
   * @return empty if it says nothing
   */
  static Optional<Named> named(String text) {
    int line = 0;
    for (String each : text.lines().limit(HEAD).toList()) {
      line++;
      Matcher directive = COMMENT.matcher(each);
      if (!directive.matches()) {
        break;
      }
      if (directive.group(1).equalsIgnoreCase("syntax")) {
        return Optional.of(new Named(directive.group(2), line));
      }
    }
    return text.stripLeading().startsWith("{") ? member(text) : Optional.empty();
  }

  private static Optional<Named> member(String json) {
    try {
      JsonNode syntax = Json.parse(json).path("syntax");
      return syntax.isTextual() ? Optional.of(new Named(syntax.textValue(), 1)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * @param line counted from 1
   */
  record Named(String frontend, int line) {}
}
