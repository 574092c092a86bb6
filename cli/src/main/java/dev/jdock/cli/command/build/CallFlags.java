package dev.jdock.cli.command.build;

import picocli.CommandLine.Option;

/** {@code --call} and {@code --check}, of which the last one given counts. */
final class CallFlags {
  private String call = "build";

  @Option(
      names = "--call",
      paramLabel = "string",
      description =
          "Set method for evaluating build (\"check\", \"outline\", \"targets\") (default"
              + " \"build\")")
  void setCall(String value) {
    call = value;
  }

  @Option(names = "--check", description = "Shorthand for \"--call=check\"")
  void setCheck(boolean value) {
    call = value ? "check" : "build";
  }

  /**
   * @throws dev.jdock.cli.command.syntax.CommandFailure in buildx's words
   */
  BuildCall call() {
    return BuildCall.parse(call);
  }
}
