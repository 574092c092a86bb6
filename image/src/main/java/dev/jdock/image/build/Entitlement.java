package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;

/** What a build may do only when its caller says so, with {@code --allow}. */
public enum Entitlement {
  /** {@code RUN --network=host}. */
  NETWORK_HOST("network.host"),
  /** {@code RUN --security=insecure}. */
  SECURITY_INSECURE("security.insecure");

  private final String text;

  Entitlement(String text) {
    this.text = text;
  }

  /** As it is typed. */
  public String text() {
    return text;
  }

  /**
   * Finds one by its text.
   *
   * @throws JdockException INVALID in BuildKit's words
   */
  public static Entitlement of(String text) {
    for (Entitlement each : values()) {
      if (each.text.equals(text)) {
        return each;
      }
    }
    throw JdockException.invalid("unknown entitlement " + text);
  }
}
