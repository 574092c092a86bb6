package dev.jdock.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static final Map<String, BiConsumer<Fields, String>> READERS =
      Map.of(
          "text", Fields::text,
          "flag", Fields::flag,
          "number", Fields::number,
          "integer", Fields::integer,
          "texts", Fields::texts,
          "integers", Fields::integers,
          "map", Fields::map,
          "object", Fields::object,
          "list", Fields::list,
          "lists", Fields::lists);

  private static Fields fields(String json) {
    try {
      return Fields.of(Json.mapper().readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(String json, Function<Fields, ?> reading, String message) {
    assertThatThrownBy(() -> reading.apply(fields(json)))
        .hasMessage("invalid JSON: json: cannot unmarshal " + message)
        .isInstanceOfSatisfying(HttpFailure.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void findsNamesInAnyCaseTheExactOneFirst() {
    assertThat(fields("{'image':'a'}").text("Image")).isEqualTo("a");
    assertThat(fields("{'IMAGE':'a','Image':'b'}").text("Image")).isEqualTo("b");
  }

  @Test
  void takesNullAsAbsent() {
    Fields fields = fields("{'a':null}");
    assertThat(fields.has("a")).isFalse();
    assertThat(fields.text("a")).isEmpty();
    assertThat(fields.textOrNull("a")).isNull();
    assertThat(fields.flag("a", true)).isTrue();
    assertThat(fields.number("a")).isZero();
    assertThat(fields.numberOrNull("a")).isNull();
    assertThat(fields.texts("a")).isEmpty();
    assertThat(fields.wordsOrNull("a")).isNull();
    assertThat(fields.map("a")).isEmpty();
    assertThat(fields.keys("a")).isEmpty();
    assertThat(fields.list("a")).isEmpty();
    assertThat(fields.object("a").text("b")).isEmpty();
  }

  @Test
  void takesNullInListsAndMapsAsEmpty() {
    assertThat(fields("{'a':['x',null]}").texts("a")).containsExactly("x", "");
    assertThat(fields("{'a':{'x':null}}").map("a")).containsExactly(entry("x", ""));
    assertThat(fields("{'a':{'80/tcp':null}}").lists("a"))
        .containsExactly(entry("80/tcp", List.of()));
  }

  @Test
  void readsWhatIsThere() {
    Fields fields =
        fields(
            "{'s':'x','b':true,'n':-9223372036854775808,'l':['a','b'],'m':{'z':'1','a':'2'},"
                + "'o':{'p':{'q':1}},'w':'sh','i':[24,80],'ll':[['a'],[]],'e':{'80/tcp':{}}}");
    assertThat(fields.text("s")).isEqualTo("x");
    assertThat(fields.flag("b")).isTrue();
    assertThat(fields.number("n")).isEqualTo(Long.MIN_VALUE);
    assertThat(fields.texts("l")).containsExactly("a", "b");
    assertThat(fields.map("m")).containsExactly(entry("z", "1"), entry("a", "2"));
    assertThat(fields.object("o").object("p").integer("q")).isEqualTo(1);
    assertThat(fields.wordsOrNull("w")).containsExactly("sh");
    assertThat(fields.wordsOrNull("l")).containsExactly("a", "b");
    assertThat(fields.integers("i")).containsExactly(24, 80);
    assertThat(fields.textLists("ll")).containsExactly(List.of("a"), List.of());
    assertThat(fields.keys("e")).containsExactly("80/tcp");
  }

  @Test
  void refusesOtherTypesInTheDaemonsWords() {
    refused("{'A':1}", fields -> fields.text("A"), "number into Go struct field .A of type string");
    refused(
        "{'A':'1'}", fields -> fields.number("A"), "string into Go struct field .A of type int64");
    refused(
        "{'A':1.5}",
        fields -> fields.number("A"),
        "number 1.5 into Go struct field .A of type int64");
    refused("{'A':[]}", fields -> fields.flag("A"), "array into Go struct field .A of type bool");
    refused(
        "{'H':{'A':{}}}",
        fields -> fields.object("H").texts("A"),
        "object into Go struct field .H.A of type []string");
    refused(
        "{'A':9223372036854775808}",
        fields -> fields.number("A"),
        "number into Go struct field .A of type int64");
    refused(
        "{'A':2147483648}",
        fields -> fields.integer("A"),
        "number into Go struct field .A of type int");
  }

  @Test
  void readsEveryValueOrRefusesIt() {
    List<String> values =
        List.of(
            "1",
            "-1",
            "1.5",
            "1e400",
            "123456789012345678901234567890",
            "true",
            "'x'",
            "''",
            "[]",
            "[1]",
            "[null]",
            "[[]]",
            "[{}]",
            "{}",
            "{'a':1}",
            "{'a':null}",
            "{'a':[]}",
            "{'a':{}}",
            "null");
    for (String value : values) {
      READERS.forEach((name, reader) -> {
        try {
          reader.accept(fields("{'A':" + value + "}"), "A");
        } catch (HttpFailure e) {
          assertThat(e.status()).as(name + " of " + value).isEqualTo(400);
        }
      });
    }
  }
}
