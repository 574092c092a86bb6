package dev.jdock.image.oci;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ObjectMapper reads, says and writes is what Json has to. */
class JsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int DEEPEST = 1000;

  private static Stream<String> valid() {
    return Stream.of(
        "{}",
        "[]",
        "null",
        "true",
        " false ",
        "\"text\"",
        "{\"a\":{\"b\":[{},[],[[]],{\"c\":null}]},\"d\":[true,false,null,\"\"]}",
        // Of a name that is there twice the first place and the last value.
        "{\"a\":1,\"b\":2,\"a\":{\"x\":1},\"b\":[3],\"a\":{\"y\":2}}",
        "[0,-0,1,-1,2147483647,2147483648,-2147483648,-2147483649]",
        "[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809]",
        "[123456789012345678901234567890,-123456789012345678901234567890]",
        "[0.0,-0.0,1.5,1e3,1E-3,1e400,-1e400,4.9e-324,0.1234567890123456789,3.0e10]",
        "\"\\u0000\\u00e9\\ud83d\\ude00\\b\\f\\n\\r\\t\\/\\\\\\\"\"",
        "\"\\ud83d alone\"",
        "{\"\":1,\"é😀\":\"é😀\",\" \":\"\\u2028\"}",
        // What follows is not looked at.
        "{\"a\":1} {",
        "1 2",
        "[1]]",
        "[1]nonsense",
        "",
        "  \n");
  }

  private static Stream<String> broken() {
    return Stream.of(
        "{",
        "[",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{,}",
        "]",
        "}",
        ":",
        ",",
        "nul",
        "nullx",
        "True",
        "NaN",
        "[Infinity]",
        "[+1]",
        "[01]",
        "[1.]",
        "[.5]",
        "[1e]",
        "[-]",
        "[0x1]",
        "'a'",
        "\"open",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12\"",
        "// comment",
        "/* comment */ 1",
        "\u0000",
        "{\"a\":{\"b\":[1,2,{\"c\":tru}]}}");
  }

  private static Stream<String> large() {
    return Stream.of(
        "[".repeat(DEEPEST) + "]".repeat(DEEPEST),
        "[".repeat(DEEPEST + 1) + "]".repeat(DEEPEST + 1),
        "{\"a\":".repeat(DEEPEST) + "1" + "}".repeat(DEEPEST),
        "{\"a\":".repeat(DEEPEST + 1) + "1" + "}".repeat(DEEPEST + 1),
        "[" + "9".repeat(1000) + "]",
        "[" + "9".repeat(1001) + "]",
        "[0." + "9".repeat(1000) + "]",
        "{\"" + "n".repeat(50_000) + "\":1}",
        "{\"" + "n".repeat(50_001) + "\":1}",
        "\"" + "text ".repeat(100_000) + "\"",
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"name" + i + "\":[" + i + ",\"" + i + "\"]}")
            .toList()
            .toString());
  }

  private static Stream<String> documents() {
    return Stream.of(valid(), broken(), large()).flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void textIsReadAsByAnObjectMapper(String text) {
    assertThat(outcome(() -> Json.parse(text))).isEqualTo(outcome(() -> MAPPER.readTree(text)));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void bytesAreReadAsByAnObjectMapper(String text) {
    for (Charset charset : List.of(UTF_8, UTF_16BE, UTF_16LE)) {
      sameOfBytes(text.getBytes(charset));
    }
  }

  @Test
  void damagedBytesAreReadAsByAnObjectMapper() {
    byte[] whole = "{\"name\":[1,-2.5e3,null,true,\"é😀\\u00e9\"],\"b\":{}}".getBytes(UTF_8);
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = whole[random.nextInt(whole.length)];
      sameOfBytes(damaged);
    }
  }

  private static void sameOfBytes(byte[] bytes) {
    assertThat(outcome(() -> Json.parse(bytes))).isEqualTo(outcome(() -> MAPPER.readTree(bytes)));
  }

  /** A reader of JSON. */
  private interface Reading {
    JsonNode tree() throws IOException;
  }

  /** The tree, its order and its kinds of numbers; or what was thrown, in which words, where. */
  private static List<Object> outcome(Reading reading) {
    AtomicReference<JsonNode> tree = new AtomicReference<>();
    Throwable thrown = catchThrowable(() -> tree.set(reading.tree()));
    if (thrown == null) {
      return List.of(tree.get(), orders(tree.get()));
    }
    List<Object> told = new ArrayList<>(List.of(thrown.getClass()));
    told.add(String.valueOf(thrown.getMessage()));
    if (thrown instanceof JsonProcessingException e) {
      told.add(JsonFlaw.of(e));
    }
    return told;
  }

  /** Maps are equal whatever their order. */
  private static List<String> orders(JsonNode tree) {
    List<String> names = new ArrayList<>();
    tree.fieldNames().forEachRemaining(names::add);
    tree.forEach(inner -> names.addAll(orders(inner)));
    return names;
  }

  @ParameterizedTest
  @MethodSource("valid")
  void treesAreWrittenAsByAnObjectMapper(String text) throws IOException {
    JsonNode tree = MAPPER.readTree(text);
    assertThat(Json.string(tree)).isEqualTo(MAPPER.writeValueAsString(tree));
    if (!text.contains(" alone")) {
      assertThat(Json.bytes(tree)).isEqualTo(MAPPER.writeValueAsBytes(tree));
    }
  }

  @Test
  void numbersOfAllKindsAreWrittenAsByAnObjectMapper() throws IOException {
    ArrayNode numbers = Json.array();
    numbers.add((short) 1).add(2).add(3L).add(4.5f).add(Float.NaN).add(1e30f);
    numbers.add(6.5).add(Double.POSITIVE_INFINITY).add(new BigInteger("7".repeat(40)));
    numbers.add(new BigDecimal("8.50")).add(new BigDecimal("1E+30")).add(MissingNode.getInstance());
    assertThat(Json.bytes(numbers)).isEqualTo(MAPPER.writeValueAsBytes(numbers));
  }

  @Test
  void deepestDocumentNeedsNoDeepStack() throws InterruptedException {
    AtomicReference<JsonNode> read = new AtomicReference<>();
    String text = "[".repeat(DEEPEST) + "]".repeat(DEEPEST);
    Thread small =
        new Thread(
            null, () -> read.set(Json.tree(text.getBytes(UTF_8), "document")), "small", 1 << 17);
    small.start();
    small.join();
    assertThat(read.get()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1] ", "\"a\"", " {} \n", ""})
  void valueAloneIsTheWholeText(String text) throws JsonProcessingException {
    assertThat(Json.parseOnly(text)).isEqualTo(Json.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1] x", "[1] [2]", "{} ,", "[\"a\"] && b"})
  void valueBehindWhichMoreFollowsIsRefused(String text) {
    assertThatThrownBy(() -> Json.parseOnly(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void bytesAreWrittenInBase64() throws IOException {
    ObjectNode object = Json.object().put("a", new byte[] {0, -1, 62, 63}).put("b", new byte[100]);
    assertThat(Json.bytes(object)).isEqualTo(MAPPER.writeValueAsBytes(object));
  }

  @Test
  void objectsOfJavaAreNotWritten() {
    ObjectNode object = Json.object().putPOJO("a", new Object());
    assertThatThrownBy(() -> Json.bytes(object)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mapsAndListsBecomeWhatAnObjectMapperMakesOfThem() {
    Map<String, String> map = new LinkedHashMap<>(Map.of("z", "1"));
    map.put("a", "");
    assertThat(Json.object(map)).isEqualTo(MAPPER.valueToTree(map));
    assertThat(Json.array(List.of("b", "a", "")))
        .isEqualTo(MAPPER.valueToTree(List.of("b", "a", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "nul"})
  void whatIsNoObjectIsNoDocument(String text) {
    assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8), "manifest"))
        .hasMessage("invalid manifest");
  }
}
