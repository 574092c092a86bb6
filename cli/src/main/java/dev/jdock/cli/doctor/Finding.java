package dev.jdock.cli.doctor;

/**
 * What was found about one feature.
 *
 * @param feature a word or two
 * @param detail what is there, or what is missing and what to do
 */
record Finding(String feature, State state, String detail) {
  enum State {
    OK("ok"),
    /** Containers run; the detail says without what. */
    LIMITED("limited"),
    /** No container runs. */
    MISSING("missing"),
    /** Only root can find out. */
    UNKNOWN("unknown");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Finding ok(String feature, String detail) {
    return new Finding(feature, State.OK, detail);
  }

  static Finding limited(String feature, String detail) {
    return new Finding(feature, State.LIMITED, detail);
  }

  static Finding missing(String feature, String detail) {
    return new Finding(feature, State.MISSING, detail);
  }

  static Finding unknown(String feature) {
    return new Finding(feature, State.UNKNOWN, "needs root to find out: sudo jdock doctor");
  }
}
