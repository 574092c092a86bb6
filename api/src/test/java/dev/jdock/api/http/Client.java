package dev.jdock.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends bytes as they are given, and reads answers strictly. */
final class Client implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param headers their names in small letters
   */
  record Answer(int status, String reason, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  private Client(SocketChannel channel) {
    this.channel = channel;
    this.in = Channels.newInputStream(channel);
  }

  static Client connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new Client(channel);
  }

  /** Sends bytes; {@code ~} stands for CR LF. */
  Client send(String bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.replace("~", "\r\n").getBytes(ISO_8859_1));
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  /** Ends what is sent. */
  Client end() throws IOException {
    channel.shutdownOutput();
    return this;
  }

  /** Reads a head alone. */
  Answer head() throws IOException {
    String[] first = line().split(" ", 3);
    if (!first[0].equals("HTTP/1.1")) {
      throw new IOException("no answer: " + String.join(" ", first));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] header = line.split(": ?", 2);
      if (headers.put(header[0].toLowerCase(Locale.ROOT), header[1]) != null) {
        throw new IOException("twice: " + header[0]);
      }
    }
    return new Answer(Integer.parseInt(first[1]), first.length < 3 ? "" : first[2], headers, "");
  }

  /** Reads a head and the body that it announces. */
  Answer answer() throws IOException {
    Answer head = head();
    String body;
    if (head.header("Transfer-Encoding").equals("chunked")) {
      StringBuilder chunks = new StringBuilder();
      for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
        chunks.append(chunk);
      }
      body = chunks.toString();
    } else if (!head.header("Content-Length").isEmpty()) {
      body = read(Integer.parseInt(head.header("Content-Length")));
    } else {
      body = head.status() == 204 || head.status() == 304 ? "" : rest();
    }
    return new Answer(head.status(), head.reason(), head.headers(), body);
  }

  /** Reads a chunk; the last one is empty. */
  String chunk() throws IOException {
    String chunk = read(Integer.parseInt(line(), 16));
    if (!line().isEmpty()) {
      throw new IOException("a chunk without end");
    }
    return chunk;
  }

  String read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(new String(bytes, ISO_8859_1));
    }
    return new String(bytes, ISO_8859_1);
  }

  /** Reads to the end. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(line.toString(ISO_8859_1));
      }
      line.write(next);
    }
    String text = line.toString(ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("a line without CR: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
