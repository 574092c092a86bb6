package dev.jdock.linux.capability;

/**
 * Something prepared that a thread can put on and never take off, such as a system call filter.
 *
 * <p>{@link #apply} runs where the JVM may neither start a thread nor load a class with success:
 * whoever implements it allocates and links everything beforehand.
 */
public interface ThreadRestriction {
  /** Restricts the calling thread, and what it starts from now on. */
  void apply();
}
