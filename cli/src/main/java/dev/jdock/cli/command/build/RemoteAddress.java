package dev.jdock.cli.command.build;

import java.util.regex.Pattern;

/** What names a context elsewhere, rather than a folder. */
final class RemoteAddress {
  private static final Pattern REMOTE =
      Pattern.compile(
          "https?://.*|(?:git|ssh)://.*|[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:.*|github\\.com/.*",
          Pattern.DOTALL);

  private RemoteAddress() {}

  static boolean isRemote(String text) {
    return REMOTE.matcher(text).matches();
  }

  static boolean isWeb(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }
}
