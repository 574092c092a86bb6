package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One connection to a socket of the API, with as little between as there can be. */
final class ApiClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final InputStream in;

  /**
   * An answer with its body.
   *
   * @param headers their names in small letters
   */
  record Answer(String request, int status, Map<String, String> headers, byte[] body) {
    Answer is(int expected) {
      assertThat(status).as("status of %s", this).isEqualTo(expected);
      return this;
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String text() {
      return new String(body, UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + this, e);
      }
    }

    /** Of a stream of documents. */
    List<JsonNode> documents() {
      List<JsonNode> documents = new ArrayList<>();
      for (String line : text().split("\n", -1)) {
        try {
          if (!line.isBlank()) {
            documents.add(JSON.readTree(line));
          }
        } catch (JsonProcessingException e) {
          throw new AssertionError("no JSON: " + this, e);
        }
      }
      return documents;
    }

    /** What an error says. */
    String message() {
      return json().path("message").asText();
    }

    @Override
    public String toString() {
      String text = text();
      return request + " -> " + status + " " + text.substring(0, Math.min(2000, text.length()));
    }
  }

  private ApiClient(SocketChannel channel) {
    this.channel = channel;
    this.in = Channels.newInputStream(channel);
  }

  static ApiClient to(Path socket) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new ApiClient(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer get(String target) {
    return exchange("GET", target, "");
  }

  Answer delete(String target) {
    return exchange("DELETE", target, "");
  }

  /**
   * @param json with apostrophes for quotation marks, or empty
   */
  Answer post(String target, String json) {
    return exchange("POST", target, json.replace('\'', '"'));
  }

  /** Sends a request and reads its answer. */
  Answer exchange(String method, String target, String body) {
    int length = body.getBytes(UTF_8).length;
    String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
    send(
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: docker\r\n"
            + type
            + "Content-Length: "
            + length
            + "\r\n\r\n"
            + body);
    return answer(method + " " + target + " " + body);
  }

  ApiClient send(String text) {
    return send(text.getBytes(UTF_8));
  }

  ApiClient send(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what is sent. */
  ApiClient end() {
    try {
      channel.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an answer's head alone. */
  Answer head(String request) {
    try {
      String[] first = line().split(" ", 3);
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        String[] header = line.split(": ?", 2);
        headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
      }
      return new Answer(request, Integer.parseInt(first[1]), headers, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(request, e);
    }
  }

  Answer answer(String request) {
    Answer head = head(request);
    try {
      return new Answer(request, head.status(), head.headers(), body(head, request));
    } catch (IOException e) {
      throw new UncheckedIOException(head.toString(), e);
    }
  }

  private byte[] body(Answer head, String request) throws IOException {
    if (request.startsWith("HEAD ") || head.status() == 204 || head.status() == 304) {
      return new byte[0];
    }
    if (head.header("Transfer-Encoding").equals("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        body.write(chunk);
      }
      return body.toByteArray();
    }
    return head.header("Content-Length").isEmpty()
        ? in.readAllBytes()
        : bytes(Integer.parseInt(head.header("Content-Length")));
  }

  private byte[] chunk() throws IOException {
    byte[] chunk = bytes(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  /** Reads a chunk of an answer whose head was read. */
  String nextChunk() {
    try {
      return new String(chunk(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the end of the connection. */
  byte[] rest() {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("cut off after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("cut off in a line: " + line.toString(ISO_8859_1));
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).strip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
