package dev.jdock.cli.command.build;

/** Paths of the command's own folder in definitions that lie elsewhere: {@code cwd://PATH}. */
final class OwnPath {
  static final String PREFIX = "cwd://";

  private OwnPath() {}

  static boolean is(String path) {
    return path.startsWith(PREFIX);
  }

  /** The path without the prefix, if it has it. */
  static String of(String path) {
    return is(path) ? path.substring(PREFIX.length()) : path;
  }
}
