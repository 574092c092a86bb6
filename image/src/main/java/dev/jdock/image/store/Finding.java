package dev.jdock.image.store;

import java.util.List;

/**
 * A finding of a check of the store.
 *
 * @param subject what it is about, for example {@code layer sha256:…}
 * @param problem what is wrong with it
 * @param affected names of the images that are affected
 * @param remedy what was done about it; empty where nothing was
 */
public record Finding(
    Kind kind, String subject, String problem, List<String> affected, String remedy) {

  /** How bad it is. */
  public enum Kind {
    /** An object is missing or damaged. */
    DAMAGE,
    /** An object that nothing needs. */
    LEFTOVER
  }

  public Finding {
    affected = List.copyOf(affected);
  }

  public static Finding damage(
      String subject, String problem, List<String> affected, String remedy) {
    return new Finding(Kind.DAMAGE, subject, problem, affected, remedy);
  }

  public static Finding leftover(String subject, String problem, boolean removed) {
    return new Finding(Kind.LEFTOVER, subject, problem, List.of(), removed ? "removed" : "");
  }
}
