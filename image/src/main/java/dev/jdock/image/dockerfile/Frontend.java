package dev.jdock.image.dockerfile;

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

  private Frontend() {}

  /**
   * The reason why a frontend cannot be used.
   *
   * @param value of {@code # syntax=}: an image, and words that do not count
   * @return empty if it can
   */
  static String refusal(String value) {
    String image = value.split("\\s", 2)[0];
    return BUILT_IN.matcher(image).matches()
        ? ""
        : "the frontend " + image + " is not supported, docker/dockerfile:1 is built in";
  }
}
