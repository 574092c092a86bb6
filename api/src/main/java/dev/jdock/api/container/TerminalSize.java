package dev.jdock.api.container;

import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Request;

/** The parameters {@code h} and {@code w}, in characters. */
public final class TerminalSize {
  private static final int LARGEST = 0xffff;

  private TerminalSize() {}

  public static int rows(Request request) {
    return number(request, "h", "height");
  }

  public static int columns(Request request) {
    return number(request, "w", "width");
  }

  private static int number(Request request, String name, String what) {
    String text = request.query().text(name);
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= LARGEST) {
        return number;
      }
      throw invalid(what, text, "value out of range");
    } catch (NumberFormatException e) {
      throw invalid(what, text, "invalid syntax");
    }
  }

  private static HttpFailure invalid(String what, String text, String why) {
    return HttpFailure.badRequest("invalid resize " + what + " \"" + text + "\": " + why);
  }
}
