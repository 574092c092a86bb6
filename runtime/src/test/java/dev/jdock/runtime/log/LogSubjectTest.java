package dev.jdock.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSubjectTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{.ID}}|0123456789ab",
        "{{.Name}}/{{upper .ImageName}}|web/EXAMPLE/APP:1",
        "{{.ImageID}}|fedcba987654",
        "{{.DaemonName}}.{{len .FullID}}|docker.64",
        "{{.Command}}|sh -c echo",
        "{{json .ContainerArgs}}|[\"-c\",\"echo\"]",
        "{{.ContainerCreated}}|2026-01-02 03:04:05.6 +0000 UTC",
        "{{index .ContainerLabels \"com.example.role\"}}|front",
        "{{if eq .Name \"web\"}}w{{else}}x{{end}}|w",
        "plain|plain",
      })
  void tagsAreTemplates(String template, String expected) {
    assertThat(Subjects.with(Map.of("tag", template)).tag("")).isEqualTo(expected);
  }

  @Test
  void aTagThatFailsSaysWhichTemplate() {
    assertThatThrownBy(() -> Subjects.with(Map.of("tag", "{{.Nope}}")).tag(""))
        .hasMessage(
            "template: log-tag:1:2: executing \"log-tag\" at <.Nope>: can't evaluate field Nope in"
                + " type *logger.Info");
    assertThatThrownBy(() -> Subjects.with(Map.of("tag", "{{")).tag(""))
        .hasMessage("template: log-tag:1: unclosed action");
  }

  @Test
  void withoutATagTheDriversOwnCounts() {
    assertThat(Subjects.with(Map.of()).tag("")).isEmpty();
    assertThat(Subjects.with(Map.of()).tag(LogSubject.SHORT_ID_TAG)).isEqualTo("0123456789ab");
  }

  @Test
  void attributesAreThoseAskedFor() {
    LogSubject subject =
        Subjects.with(
            Map.of("labels", "com.example.role,none", "env-regex", "^ST", "env", "EMPTY"));
    assertThat(subject.attributes(UnaryOperator.identity()))
        .isEqualTo(Map.of("com.example.role", "front", "STAGE", "test", "EMPTY", ""));
  }

  @Test
  void anExpressionThatIsNoneIsRefused() {
    assertThatThrownBy(
            () -> Subjects.with(Map.of("labels-regex", "[")).attributes(UnaryOperator.identity()))
        .hasMessageStartingWith("error parsing regexp: ");
  }
}
