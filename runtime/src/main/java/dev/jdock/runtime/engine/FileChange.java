package dev.jdock.runtime.engine;

/** A path in which a container differs from its image. */
public record FileChange(Kind kind, String path) {
  /** In the order of the Docker Engine API's numbers. */
  public enum Kind {
    CHANGED("C"),
    ADDED("A"),
    DELETED("D");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }

    public String letter() {
      return letter;
    }
  }
}
