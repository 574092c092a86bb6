package dev.jdock.runtime.bootstrap;

import dev.jdock.image.build.Platform;

/** This machine's processor. */
final class Architecture {
  private Architecture() {}

  /** As Debian names it. */
  static String ofDebian() {
    String name = Platform.local().architecture();
    return switch (name) {
      case "386" -> "i386";
      case "arm" -> "armhf";
      case "ppc64le" -> "ppc64el";
      default -> name;
    };
  }
}
