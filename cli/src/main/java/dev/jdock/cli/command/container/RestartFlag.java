package dev.jdock.cli.command.container;

/**
 * The value of {@code --restart}: {@code NAME} or {@code NAME:LIMIT}.
 *
 * @param limit how often at most after a failure; 0 for no limit
 */
record RestartFlag(String name, int limit) {

  /**
   * Reads the value; whether there is such a policy is up to the engine.
   *
   * @throws IllegalArgumentException in Docker's words
   */
  static RestartFlag parse(String text) {
    int colon = text.indexOf(':');
    if (colon == 0) {
      throw new IllegalArgumentException(
          "invalid restart policy format: no policy provided before colon");
    }
    String limit = colon < 0 ? "" : text.substring(colon + 1);
    try {
      return new RestartFlag(
          colon < 0 ? text : text.substring(0, colon),
          limit.isEmpty() ? 0 : Integer.parseInt(limit));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "invalid restart policy format: maximum retry count must be an integer", e);
    }
  }
}
