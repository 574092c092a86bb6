package dev.jdock.image.content;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordVersionTest {
  private static void check(String json, int newest) {
    RecordVersion.check(Json.tree(json.getBytes(StandardCharsets.UTF_8), "record"), newest);
  }

  @Test
  void recordWithoutOneIsOfTheFirst() {
    assertThatCode(() -> check("{}", 1)).doesNotThrowAnyException();
    assertThatCode(() -> check("{\"version\":1}", 1)).doesNotThrowAnyException();
    assertThatCode(() -> check("{\"version\":2}", 3)).doesNotThrowAnyException();
  }

  @Test
  void laterOneIsRefusedByItsNumber() {
    assertThatThrownBy(() -> check("{\"version\":3}", 2))
        .isInstanceOf(NewerRecordException.class)
        .hasMessage(
            "it was written by a newer jdock (record version 3): this one reads versions up to 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-7", "null", "\"2\"", "1.0", "[1]", "4294967297"})
  void whatIsNoNumberOfAVersionIsRefusedAsDamage(String version) {
    assertThatThrownBy(() -> check("{\"version\":" + version + "}", 2))
        .isInstanceOf(JdockException.class)
        .isNotInstanceOf(NewerRecordException.class)
        .hasMessage("invalid value of version");
  }
}
