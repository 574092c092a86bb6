package dev.jdock.image.content;

import dev.jdock.image.error.JdockException;

/**
 * A record has a version that came after this jdock. It is whole, and is left on the disk as it is:
 * the jdock that wrote it can read it.
 */
public final class NewerRecordException extends JdockException {
  private static final long serialVersionUID = 1L;

  private final int version;
  private final int newest;

  NewerRecordException(int version, int newest) {
    super(Kind.INTERNAL, message("it", version, newest));
    this.version = version;
    this.newest = newest;
  }

  /** What to say of the object that the record is about. */
  public String of(String object) {
    return message(object, version, newest);
  }

  private static String message(String object, int version, int newest) {
    return object
        + " was written by a newer jdock (record version "
        + version
        + "): this one reads versions up to "
        + newest;
  }
}
