package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "nosuch", "container", "engine", "help", "ps", "run"})
  void anyWordMayBeExpected(String name) {
    assertThatCode(() -> new CommandLineFrontEnd().expect(name)).doesNotThrowAnyException();
  }
}
