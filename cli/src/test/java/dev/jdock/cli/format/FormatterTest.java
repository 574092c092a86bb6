package dev.jdock.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.GoFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static final Formatter FORMATTER =
      new Formatter(
          "*formatter.ContainerContext",
          Map.of("ID", "CONTAINER ID", "Names", "NAMES", "Ports", "PORTS"));
  private static final List<Map<String, Object>> ROWS =
      List.of(row("0123456789ab", "web"), row("ba9876543210", "db"));

  private static Map<String, Object> row(String id, String name) {
    return Map.of(
        "ID",
        id,
        "Names",
        name,
        "Ports",
        "80->80/tcp",
        "Size",
        (Supplier<String>) () -> "1kB",
        "Label",
        GoFunction.of(args -> args.string(0) + "-of-" + name, GoFunction.Type.STRING));
  }

  @Test
  void printsHeadersOfTheFieldsInATable() {
    assertThat(FORMATTER.render("table {{.ID}}\\t{{.Names}}", ROWS))
        .isEqualTo(
            """
            CONTAINER ID   NAMES
            0123456789ab   web
            ba9876543210   db
            """);
  }

  @Test
  void printsHeadersWithoutRows() {
    assertThat(FORMATTER.render("table {{.ID}}\t{{.Names}}", List.of()))
        .isEqualTo("CONTAINER ID   NAMES\n");
  }

  @Test
  void keepsHeadersAsTheyAreUnderFunctions() {
    assertThat(
            FORMATTER.render(
                "table {{.ID}}\\t{{upper .Names}}\\t{{json .Ports}}", ROWS.subList(0, 1)))
        .isEqualTo("CONTAINER ID   NAMES     PORTS\n0123456789ab   WEB       \"80->80/tcp\"\n");
  }

  @Test
  void titlesALabelByItsLastPart() {
    assertThat(
            FORMATTER.render(
                "table {{.Names}}\\t{{.Label \"com.example.my-label\"}}", ROWS.subList(1, 2)))
        .isEqualTo("NAMES     my label\ndb        com.example.my-label-of-db\n");
  }

  @Test
  void printsATemplateOnceARow() {
    assertThat(FORMATTER.render("{{.Names}}\\t{{.Size}}", ROWS)).isEqualTo("web\t1kB\ndb\t1kB\n");
  }

  @Test
  void printsAnObjectALineForJson() {
    String expected =
        "{\"ID\":\"ba9876543210\",\"Names\":\"db\",\"Ports\":\"80-\\u003e80/tcp\",\"Size\":\"1kB\"}\n";
    assertThat(FORMATTER.render("json", ROWS.subList(1, 2))).isEqualTo(expected);
    assertThat(FORMATTER.render("{{json .}}", ROWS.subList(1, 2))).isEqualTo(expected);
  }

  @Test
  void namesTheRowsTypeForAnUnknownField() {
    assertThatThrownBy(() -> FORMATTER.render("{{.Foo}}", ROWS))
        .isInstanceOf(JdockException.class)
        .hasMessage(
            "template parsing error: template: :1:2: executing \"\" at <.Foo>: can't evaluate field Foo in type"
                + " *formatter.ContainerContext");
  }

  @Test
  void refusesABrokenTemplateEvenWithoutRows() {
    assertThatThrownBy(() -> FORMATTER.render("{{.ID", List.of()))
        .isInstanceOf(JdockException.class)
        .hasMessage("template parsing error: template: :1: unclosed action");
  }
}
