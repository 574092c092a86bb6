package dev.jdock.cli.command.container;

/**
 * One end of {@code cp}.
 *
 * @param container empty for the user's machine
 * @param path {@code -} on the user's machine for a standard stream
 */
record CopyArgument(String container, String path) {
  /** A path of the user's machine that has a colon starts with a dot or a slash. */
  static CopyArgument parse(String text) {
    int colon = text.indexOf(':');
    if (text.startsWith("/") || text.startsWith(".") || colon < 0) {
      return new CopyArgument("", text);
    }
    return new CopyArgument(text.substring(0, colon), text.substring(colon + 1));
  }

  boolean inContainer() {
    return !container.isEmpty();
  }

  CopyArgument withPath(String newPath) {
    return new CopyArgument(container, newPath);
  }

  @Override
  public String toString() {
    return container.isEmpty() ? path : container + ":" + path;
  }
}
