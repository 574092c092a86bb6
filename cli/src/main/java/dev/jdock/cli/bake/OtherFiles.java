package dev.jdock.cli.bake;

/** Files of the user's that the files of a bake name, by their paths from the working directory. */
public interface OtherFiles {
  boolean exists(String path);

  /**
   * A file's text.
   *
   * @throws dev.jdock.image.error.JdockException where it cannot be read
   */
  String text(String path);
}
