package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
  private static Query filters(String json) {
    return Query.parse("filters=" + URLEncoder.encode(json, StandardCharsets.UTF_8));
  }

  @Test
  void decodesNamesAndValues() {
    Query query = Query.parse("a%3Db=c%26d+e&x=1&x=2&flag&&=y");
    assertThat(query.text("a=b")).isEqualTo("c&d e");
    assertThat(query.all("x")).containsExactly("1", "2");
    assertThat(query.has("flag")).isTrue();
    assertThat(query.text("flag")).isEmpty();
    assertThat(query.has("none")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "True", "TRUE", "yes", "2", "t"})
  void isOnForWhateverIsNotOff(String value) {
    assertThat(Query.parse("all=" + value).flag("all")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "false", "False", "FALSE", "no", "No", "none", "%20"})
  void isOffInAllSpellings(String value) {
    assertThat(Query.parse("all=" + value).flag("all", true)).isFalse();
  }

  @Test
  void isAsItWouldBeWithoutBeingGiven() {
    assertThat(Query.parse("").flag("stream", true)).isTrue();
    assertThat(Query.parse("").flag("stream")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "a=%", "a=%zz", "%x=1"})
  void refusesWhatCannotBeDecoded(String query) {
    assertThatThrownBy(() -> Query.parse(query))
        .isInstanceOfSatisfying(HttpFailure.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void readsNumbers() {
    assertThat(Query.parse("t=10").numberOrNull("t")).isEqualTo(10);
    assertThat(Query.parse("t=").numberOrNull("t")).isNull();
    assertThat(Query.parse("t=-1").numberOrNull("t")).isEqualTo(-1);
    assertThatThrownBy(() -> Query.parse("t=ten").numberOrNull("t"))
        .hasMessage("strconv.Atoi: parsing \"ten\": invalid syntax");
    assertThatThrownBy(() -> Query.parse("t=99999999999").numberOrNull("t"))
        .isInstanceOf(HttpFailure.class);
    assertThat(Query.parse("size=x").numberOrZero("size")).isZero();
  }

  @Test
  void readsFiltersOfBothKinds() {
    assertThat(filters("{\"label\":{\"a=b\":true,\"c\":true}}").filters().values())
        .containsEntry("label", List.of("a=b", "c"));
    assertThat(filters("{\"label\":[\"a=b\",\"c\"]}").filters().values())
        .containsEntry("label", List.of("a=b", "c"));
    assertThat(filters("{}").filters().values()).isEmpty();
    assertThat(filters("null").filters().values()).isEmpty();
    assertThat(Query.parse("").filters().values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "1",
        "{\"a\":1}",
        "{\"a\":[1]}",
        "{\"a\":{\"b\":\"c\"}}",
        "{\"a\":",
        "{}x"
      })
  void refusesFiltersThatAreNone(String json) {
    assertThatThrownBy(() -> filters(json).filters())
        .isInstanceOfSatisfying(HttpFailure.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void refusesFiltersThatAreTooDeep() {
    assertThatThrownBy(() -> filters("{\"a\":".repeat(200) + "{}" + "}".repeat(200)).filters())
        .isInstanceOf(HttpFailure.class);
  }
}
