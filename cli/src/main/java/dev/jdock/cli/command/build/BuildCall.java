package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;

/**
 * What a build command is to do: {@code build}, {@code check}, {@code outline} or {@code targets}.
 *
 * @param json whether the answer is a document instead of a text
 * @param ignoreStatus whether warnings do not matter to the exit code
 */
record BuildCall(String name, boolean json, boolean ignoreStatus) {

  /**
   * Reads {@code name[,format=json][,ignorestatus=true]}.
   *
   * @throws CommandFailure in buildx's words
   */
  static BuildCall parse(String text) {
    String name = "";
    String format = "";
    boolean ignoreStatus = false;
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      String value = field.substring(equals + 1);
      switch (equals < 0 ? "" : field.substring(0, equals)) {
        case "" -> {
          if (!name.isEmpty() || equals == 0) {
            throw CommandFailure.of("ERROR: invalid print value: " + text);
          }
          name = field;
        }
        case "format" -> format = value;
        case "ignorestatus" -> ignoreStatus = ignoreStatus(value);
        default -> throw CommandFailure.of("ERROR: invalid print field: " + field);
      }
    }
    return new BuildCall(name.equals("lint") ? "check" : name, format.equals("json"), ignoreStatus);
  }

  private static boolean ignoreStatus(String value) {
    try {
      return GoBool.parse(value);
    } catch (JdockException e) {
      throw CommandFailure.of(
          "ERROR: invalid ignorestatus print value: " + value + ": " + e.getMessage());
    }
  }

  /** As files for {@code bake} and BuildKit name it. */
  String request() {
    return name.equals("check") ? "lint" : name;
  }

  /** With the name that a target has, behind which this one's options stand. */
  String textFor(String request) {
    return request + (json ? ",format=json" : "") + (ignoreStatus ? ",ignorestatus=true" : "");
  }

  boolean isBuild() {
    return name.isEmpty() || name.equals("build");
  }
}
