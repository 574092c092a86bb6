package dev.jdock.cli.hcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.cli.hcl.function.StandardFunctions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are those of buildx 0.29. */
class EvaluatorTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  private static String json(String expression) {
    return Json.text(value(expression));
  }

  private static Value value(String expression) {
    Body body = BodyParser.parse(new SourceFile("t.hcl", "x = " + expression + "\n"));
    Scope scope =
        new Scope() {
          @Override
          public @Nullable Value variable(String name, Range place) {
            return Map.of("n", Value.of(3), "s", Value.of("text")).get(name);
          }

          @Override
          public @Nullable Callable function(String name, Range place) {
            return null;
          }
        };
    Body.Attribute attribute = body.attribute("x");
    assertThat(attribute).isNotNull();
    return new Evaluator(new StandardFunctions("/home/u", CLOCK)).value(attribute.value(), scope);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 § 7",
        "(1 + 2) * 3 § 9",
        "-5 % 3 § -2",
        "1.50 § 1.5",
        "0.1 + 0.2 § 0.3",
        "100000000000000000000000 § 100000000000000000000000",
        "1 == \"1\" § false",
        "true && false || true § true",
        "false ? \"a\" : 1 § \"1\"",
        "n > 2 ? s : \"\" § \"text\"",
        "\"${n}${true}\" § \"3true\"",
        "\"$${n} %%{x}\" § \"${n} %{x}\"",
        "\"a%{ if n == 3 }b%{ else }c%{ endif }\" § \"ab\"",
        "\"%{ for x in [\"a\",\"b\"] }${x},%{ endfor }\" § \"a,b,\"",
        "\"a ${~ \"b\" ~} c\" § \"abc\"",
        "[for x in [\"a\",\"b\"] : upper(x)] § [\"A\",\"B\"]",
        "{for k, v in {a=1,b=2} : k => v*2} § {\"a\":2,\"b\":4}",
        "{for x in [\"a\",\"b\",\"a\"] : x => x...} § {\"a\":[\"a\",\"a\"],\"b\":[\"b\"]}",
        "[{n=\"x\"},{n=\"y\"}][*].n § [\"x\",\"y\"]",
        "{a=\"x\"}[\"a\"] § \"x\"",
        "{(s)=1} § {\"text\":1}",
        "try(missing, \"d\") § \"d\"",
        "can(missing) § false",
        "convert(\"3\", number) § 3",
      })
  void evaluatesAsBuildxDoes(String expression, String expected) {
    assertThat(json(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "cidrsubnet(\"fd00::/16\", 16, 162) § \"fd00:a2::/32\"",
        "cidrsubnets(\"10.0.0.0/8\", 8, 4, 8) §"
            + " [\"10.0.0.0/16\",\"10.16.0.0/12\",\"10.32.0.0/16\"]",
        "cidrnetmask(\"10.0.0.0/12\") § \"255.240.0.0\"",
        "format(\"%s-%03d-%5.2f|%-5s|%v\", \"x\", 7, 3.14159, \"ab\", [1]) § \"x-007- 3.14|ab  "
            + " |[1]\"",
        "formatdate(\"YYYY-MM-DD'T'hh:mm:ssZ\", \"2024-01-02T03:04:05Z\") §"
            + " \"2024-01-02T03:04:05Z\"",
        "formattimestamp(\"X\", \"2024-01-02T03:04:05Z\") § \"1704164645\"",
        "timestamp() § \"2026-01-02T03:04:05Z\"",
        "timeadd(\"2024-01-01T00:00:00Z\", \"36h\") § \"2024-01-02T12:00:00Z\"",
        "regex(\"(\\\\d+)-(\\\\d+)\", \"1-2\") § [\"1\",\"2\"]",
        "regex_replace(\"hello\", \"l+\", \"[$0]\") § \"he[ll]o\"",
        "semvercmp(\"1.2.3\", \">=1.2 <2\") § true",
        "semvercmp(\"2.0.0\", \"~1.2\") § false",
        "setproduct([\"a\",\"b\"], [\"c\"]) § [[\"a\",\"c\"],[\"b\",\"c\"]]",
        "setsymmetricdifference([\"a\",\"b\"], [\"b\",\"c\"]) § [\"a\",\"c\"]",
        "substr(\"hello\", -3, -1) § \"llo\"",
        "range(3, 0) § [3,2,1]",
        "uuidv5(\"dns\", \"example.com\") § \"cfbff0d1-9375-5685-968c-48ce8b15ae17\"",
        "urlencode(\"a b&c/~*\") § \"a+b%26c%2F~%2A\"",
        "csvdecode(\"a,b\\n1,2\\n\") § [{\"a\":\"1\",\"b\":\"2\"}]",
        "parseint(\"ff\", 16) § 255",
        "homedir() § \"/home/u\"",
        "dirname(\"/a/b/c\") § \"/a/b\"",
      })
  void callsFunctionsAsBuildxDoes(String expression, String expected) {
    assertThat(json(expression)).isEqualTo(expected);
  }

  @Test
  void hereDocumentsLoseTheirIndent() {
    assertThat(json("<<-EOT\n    a ${n}\n      b\n\n    EOT")).isEqualTo("\"a 3\\n  b\\n\\n\"");
    assertThat(json("<<EOT\n  a\\n\nEOT")).isEqualTo("\"  a\\\\n\\n\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "missing § t.hcl:1,5-12: Unknown variable; There is no variable named \"missing\".",
        "nothing(1) § Call to unknown function; There is no function named \"nothing\".",
        "upper() § Not enough function arguments; Function \"upper\" expects 1 argument(s).",
        "1 / 0 § Division by zero.",
        "[1][3] § Invalid index",
        "{}.a § This object does not have an attribute named \"a\".",
        "\"a${null}\" § The expression result is null.",
        "[\"a\" \"b\"] § t.hcl:1,10-11: Missing item separator",
        "\"a § Invalid multi-line string",
        "1 + § Expected the start of an expression",
        "bcrypt(\"a\") § The function \"bcrypt\" is not supported yet.",
      })
  void saysWhatIsWrongAndWhere(String expression, String message) {
    assertThatThrownBy(() -> value(expression))
        .isInstanceOf(HclException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]",
        "indent(1000000000, \"a\\nb\")",
        "replace(join(\"\", [for a in range(1000) : \"aaaaaaaaaa\"]), \"\", join(\"\", [for a in"
            + " range(1000) : \"aaaaaaaaaa\"]))",
        "format(\"%999999999s\", \"a\")",
        "1e99999",
        "pow(10, 1e9)",
        "setproduct(range(1000), range(1000), range(1000))",
      })
  void refusesWhatWouldCostTooMuch(String expression) {
    assertThatThrownBy(() -> value(expression)).isInstanceOf(HclException.class);
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    assertThatThrownBy(() -> value(deep)).hasMessageContaining("Too much nesting");
    assertThatThrownBy(() -> value("!".repeat(5_000) + "true"))
        .hasMessageContaining("Too much nesting");
  }
}
