package dev.jdock.api.container;

import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.ConsoleSize;

/** The field {@code ConsoleSize}: rows and columns. */
public final class ConsoleBody {
  private ConsoleBody() {}

  /**
   * As Go reads an array of two: what is missing is 0, what is more is passed over.
   *
   * @throws dev.jdock.api.http.HttpFailure for what are no numbers
   */
  public static ConsoleSize read(Fields fields) {
    int[] size = fields.integers("ConsoleSize");
    return new ConsoleSize(size.length > 0 ? size[0] : 0, size.length > 1 ? size[1] : 0);
  }
}
