package dev.jdock.cli.command.container;

/**
 * What is copied.
 *
 * @param path with its end as the user wrote it
 * @param rebased its name in the archive when that is not the path's; empty otherwise
 */
record CopySource(String path, boolean directory, String rebased) {
  /** A link that was followed keeps its name. */
  static CopySource following(String asked, String resolved, boolean directory) {
    String path = CopyPath.keepingEnd(resolved, asked);
    boolean renamed = !CopyPath.base(asked).equals(CopyPath.base(path));
    return new CopySource(path, directory, renamed ? lastName(asked) : "");
  }

  private static String lastName(String path) {
    String cleaned = CopyPath.clean(path);
    return cleaned.substring(cleaned.lastIndexOf('/') + 1);
  }

  String base() {
    return rebased.isEmpty() ? CopyPath.base(path) : rebased;
  }
}
