package dev.jdock.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {
  private static final String END = "\r\n\r\n";

  private static Inbound inbound(String bytes) {
    return new Inbound(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
  }

  private static @Nullable ClassicHttpRequest read(String bytes) throws IOException {
    return HeadReader.read(inbound(bytes));
  }

  private static void assertRefused(int status, String bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            MalformedRequest.class,
            e -> assertThat(e.status()).as(e.getMessage()).isEqualTo(status));
  }

  @Test
  void readsMethodTargetAndHeaders() throws IOException {
    ClassicHttpRequest head =
        read("GET /v1.51/info?a=b HTTP/1.1\r\nHost: docker\r\nX-Empty:" + END);
    assertThat(head).isNotNull();
    assertThat(head.getMethod()).isEqualTo("GET");
    assertThat(head.getRequestUri()).isEqualTo("/v1.51/info?a=b");
    assertThat(head.getFirstHeader("host").getValue()).isEqualTo("docker");
    assertThat(head.getFirstHeader("X-Empty").getValue()).isNullOrEmpty();
  }

  @Test
  void leavesWhatIsBehindTheHead() throws IOException {
    Inbound inbound = inbound("GET / HTTP/1.1" + END + "body");
    HeadReader.read(inbound);
    assertThat(new String(inbound.readAllBytes(), ISO_8859_1)).isEqualTo("body");
  }

  @Test
  void passesOverEmptyLinesBeforeARequest() throws IOException {
    assertThat(read("\r\n\r\nGET / HTTP/1.1" + END)).isNotNull();
  }

  @Test
  void findsTheEndOfTheConnection() throws IOException {
    assertThat(read("")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "GET / HTTP/1.1",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\r"
      })
  void refusesHeadsThatAreCutOff(String head) {
    assertRefused(400, head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\n",
        "GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\0y\r\n\r\n",
        "\nGET / HTTP/1.1\r\n\r\n"
      })
  void refusesBareLineFeedsCarriageReturnsAndZeros(String head) {
    assertRefused(400, head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nX: a\r\n\tContent-Length: 5\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: x\r\n\r\n"
      })
  void refusesFoldedLines(String head) {
    assertRefused(400, head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\ncontent-length: 5",
        "Content-Length: 5, 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 0",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"
      })
  void refusesTwoLengths(String headers) {
    assertRefused(400, "POST / HTTP/1.1\r\n" + headers + END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+5", "0x10", "5 5", "1e3", "99999999999999999999", "five", "\u00b2"})
  void refusesLengthsThatAreNone(String length) {
    assertRefused(400, "POST / HTTP/1.1\r\nContent-Length: " + length + END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip, chunked", "chunked, gzip", "chunked, chunked", "xchunked", "identity", ""})
  void refusesOtherTransferCodings(String coding) {
    assertRefused(501, "POST / HTTP/1.1\r\nTransfer-Encoding: " + coding + END);
  }

  @Test
  void takesChunkedInAnyCase() throws IOException {
    assertThat(read("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked" + END)).isNotNull();
  }

  @Test
  void refusesChunksOfAnOldClient() {
    assertRefused(501, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked" + END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length : 5",
        "Content Length: 5",
        ": 5",
        "No-Colon",
        "Héader: 1",
        "A(b): 1",
        "\u007f: 1",
        "Content-Length\t: 5",
        "{x}: y"
      })
  void refusesNamesThatAreNone(String header) {
    assertRefused(400, "GET / HTTP/1.1\r\n" + header + END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "GET /",
        "GET  / HTTP/1.1 x",
        "G\u00e9T / HTTP/1.1",
        "GET / HTTZ/1.1",
        "GET / HTTP/x",
        "GET / HTTP/1",
        "GET / HTTP/1.1.1"
      })
  void refusesRequestLinesThatAreNone(String line) {
    assertRefused(400, line + END);
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.2", "HTTP/0.9", "HTTP/2.0", "HTTP/3.0", "HTTP/1.9"})
  void refusesOtherVersions(String version) {
    assertRefused(505, "GET / " + version + END);
  }

  @Test
  void refusesThePrefaceOfHttp2() {
    assertRefused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  }

  @Test
  void takesTwoHundredHeaders() throws IOException {
    assertThat(read("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(200) + "\r\n")).isNotNull();
  }

  @Test
  void refusesMoreHeaders() {
    assertRefused(431, "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(201) + "\r\n");
  }

  @Test
  void takesALongHead() throws IOException {
    String value = "y".repeat((1 << 20) - 100);
    ClassicHttpRequest head = read("GET / HTTP/1.1\r\nX-Registry-Config: " + value + END);
    assertThat(head).isNotNull();
    assertThat(head.getFirstHeader("X-Registry-Config").getValue()).hasSameSizeAs(value);
  }

  @Test
  void refusesALongerHead() {
    assertRefused(431, "GET / HTTP/1.1\r\nX: " + "y".repeat(1 << 20) + END);
    assertRefused(431, "GET /" + "y".repeat(1 << 20) + " HTTP/1.1" + END);
  }
}
