package dev.jdock.api.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of requests. HttpCore parses them; what it would let pass and another server on
 * the way might understand otherwise is refused before (RFC 9112, sections 2.2, 5 and 11.2): a line
 * that ends without CR, a folded line, several lengths, a length beside chunks.
 */
final class HeadReader {
  /** As Go's server has it: a head with the logins of many registries is long. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_HEADERS = 200;

  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setMaxLineLength(MOST_BYTES)
          // It is refused when one more has been read.
          .setMaxHeaderCount(MOST_HEADERS + 1)
          .setMaxEmptyLineCount(1)
          .build();

  private HeadReader() {}

  /**
   * The next head; null when the client sends no more.
   *
   * @throws MalformedRequest for what is none
   */
  static @Nullable ClassicHttpRequest read(Inbound inbound) throws IOException {
    byte[] head = bytes(inbound);
    if (head == null) {
      return null;
    }
    ClassicHttpRequest request = parse(head);
    check(request);
    return request;
  }

  private static byte @Nullable [] bytes(Inbound inbound) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int length = 0;
    int previous = -1;
    while (true) {
      int next = inbound.read();
      if (next < 0) {
        if (head.size() == 0) {
          return null;
        }
        throw new MalformedRequest(400, "the head of the request is cut off");
      }
      if (head.size() == MOST_BYTES) {
        throw new MalformedRequest(431, "the head of the request is longer than 1 MiB");
      }
      if (next == '\n' && previous != '\r' || previous == '\r' && next != '\n' || next == 0) {
        throw new MalformedRequest(400, "a line of the head does not end with CR LF");
      }
      if (length == 0 && head.size() > 0 && (next == ' ' || next == '\t')) {
        throw new MalformedRequest(400, "a line of the head is folded");
      }
      previous = next;
      if (next == '\n') {
        if (length == 1 && head.size() == 1) {
          // RFC 9112, section 2.2: an empty line before a request is passed over.
          head.reset();
          length = 0;
          continue;
        }
        head.write(next);
        if (length == 1) {
          return head.toByteArray();
        }
        length = 0;
      } else {
        head.write(next);
        length++;
      }
    }
  }

  private static ClassicHttpRequest parse(byte[] head) throws IOException {
    try {
      ClassicHttpRequest request =
          new DefaultHttpRequestParser(CONFIG)
              .parse(
                  new SessionInputBufferImpl(head.length, MOST_BYTES),
                  new ByteArrayInputStream(head));
      if (request == null) {
        throw new MalformedRequest(400, "no request");
      }
      if (!isToken(request.getMethod())) {
        throw new MalformedRequest(400, "the method is malformed");
      }
      // Parsed when they are looked at.
      for (Header header : request.getHeaders()) {
        if (!isToken(header.getName())) {
          throw new MalformedRequest(400, "the name of a header is malformed");
        }
      }
      return request;
    } catch (RequestHeaderFieldsTooLargeException e) {
      throw new MalformedRequest(431, "too many headers: " + e.getMessage());
    } catch (HttpException | IllegalArgumentException e) {
      throw new MalformedRequest(400, "malformed request: " + e.getMessage());
    }
  }

  /** RFC 9110, section 5.6.2. */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
  }

  private static void check(ClassicHttpRequest request) throws MalformedRequest {
    ProtocolVersion version = request.getVersion();
    if (version != null && !version.equals(HttpVersion.HTTP_1_1) && !isOld(version)) {
      throw new MalformedRequest(505, "HTTP/1.0 and HTTP/1.1 are spoken here, not " + version);
    }
    int lengths = request.getHeaders("Content-Length").length;
    Header[] codings = request.getHeaders("Transfer-Encoding");
    if (lengths > 1 || codings.length > 1 || lengths > 0 && codings.length > 0) {
      throw new MalformedRequest(400, "the length of the body is given twice");
    }
    if (codings.length == 1
        && (!codings[0].getValue().toLowerCase(Locale.ROOT).equals("chunked") || isOld(version))) {
      throw new MalformedRequest(501, "transfer coding not supported: " + codings[0].getValue());
    }
    if (lengths == 1 && !isLength(request.getHeaders("Content-Length")[0].getValue())) {
      throw new MalformedRequest(400, "the length of the body is no number");
    }
  }

  private static boolean isOld(@Nullable ProtocolVersion version) {
    return version != null && version.equals(HttpVersion.HTTP_1_0);
  }

  private static boolean isLength(@Nullable String value) {
    return value != null
        && !value.isEmpty()
        && value.length() < 19
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
