package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a command left: its exit code and its two streams, decoded as UTF-8. */
record Result(List<String> command, int exitCode, String out, String err) {

  /** The command succeeded. */
  Result ok() {
    return exits(0);
  }

  Result exits(int expected) {
    assertThat(exitCode).as("exit code of %s", this).isEqualTo(expected);
    return this;
  }

  /** The command succeeded and printed exactly this and a newline on standard output. */
  Result prints(String expected) {
    ok();
    assertThat(out).as("standard output of %s", this).isEqualTo(expected + "\n");
    return this;
  }

  /** The command succeeded without a word on standard output. */
  Result printsNothing() {
    ok();
    assertThat(out).as("standard output of %s", this).isEmpty();
    return this;
  }

  Result saysOnOut(String fragment) {
    assertThat(out).as("standard output of %s", this).contains(fragment);
    return this;
  }

  Result saysOnErr(String fragment) {
    assertThat(err).as("standard error of %s", this).contains(fragment);
    return this;
  }

  Result errMatches(String regex) {
    assertThat(err).as("standard error of %s", this).containsPattern(regex);
    return this;
  }

  /** Standard output without its last newline. */
  String text() {
    ok();
    return out.stripTrailing();
  }

  List<String> lines() {
    ok();
    return out.lines().toList();
  }

  /** Both streams, for messages whose stream differs between builders. */
  String everything() {
    return out + err;
  }

  @Override
  public String toString() {
    return "%s -> %d%n--- out%n%s%n--- err%n%s"
        .formatted(String.join(" ", command), exitCode, abbreviated(out), abbreviated(err));
  }

  private static String abbreviated(String text) {
    return text.length() <= 4000
        ? text
        : text.substring(0, 2000) + "\n[…]\n" + text.substring(text.length() - 2000);
  }
}
