package dev.jdock.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** What a client asks. */
public final class Request {
  /** In bytes. */
  static final int LONGEST_DOCUMENT = 4 << 20;

  private final ClassicHttpRequest head;
  private final Target target;
  private final Map<String, String> parameters;
  private final InputStream body;
  private final boolean hasBody;

  Request(
      ClassicHttpRequest head,
      Target target,
      Map<String, String> parameters,
      InputStream body,
      boolean hasBody) {
    this.head = head;
    this.target = target;
    this.parameters = parameters;
    this.body = body;
    this.hasBody = hasBody;
  }

  public String method() {
    return head.getMethod();
  }

  public ApiVersion version() {
    return target.version();
  }

  public Query query() {
    return target.query();
  }

  /** The part of the path that the route has that name for. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no " + name);
    }
    return value;
  }

  /** The first header of that name; null where there is none. */
  public @Nullable String header(String name) {
    Header header = head.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** All headers of that name. */
  public List<String> headers(String name) {
    return Arrays.stream(head.getHeaders(name)).map(Header::getValue).toList();
  }

  /** Whether the client asks for another protocol on this connection. */
  public boolean upgradesTo(String protocol) {
    String upgrade = header("Upgrade");
    String connection = header("Connection");
    return upgrade != null
        && upgrade.strip().equalsIgnoreCase(protocol)
        && connection != null
        && connection.toLowerCase(Locale.ROOT).contains("upgrade");
  }

  /** The body; as it comes, and of whatever length, where the route's manner is TRANSFER. */
  public InputStream body() {
    return body;
  }

  /** Whether a body was announced; it may be empty. */
  public boolean hasBody() {
    return hasBody;
  }

  /**
   * The body as a document that must be there.
   *
   * @throws HttpFailure when it is not, and for what is no JSON object
   */
  public JsonNode json() throws IOException {
    byte[] bytes = bytes();
    if (bytes.length == 0) {
      throw HttpFailure.badRequest("invalid JSON: got EOF while reading request body");
    }
    return parse(bytes);
  }

  /** The body as a document; an empty one where there is no body. */
  public JsonNode jsonOrEmpty() throws IOException {
    byte[] bytes = bytes();
    return bytes.length == 0 ? Json.object() : parse(bytes);
  }

  private byte[] bytes() throws IOException {
    byte[] bytes = body.readNBytes(LONGEST_DOCUMENT + 1);
    if (bytes.length > LONGEST_DOCUMENT) {
      throw tooLong();
    }
    return bytes;
  }

  static HttpFailure tooLong() {
    return new HttpFailure(413, "the body of the request is longer than 4 MiB");
  }

  private JsonNode parse(byte[] bytes) {
    String type = header("Content-Type");
    String plain = type == null ? "" : type.split(";", 2)[0].strip();
    if (!plain.equalsIgnoreCase("application/json")) {
      throw HttpFailure.badRequest(
          "unsupported Content-Type header (" + plain + "): must be 'application/json'");
    }
    try {
      JsonNode json = Json.mapper().readTree(bytes);
      if (json.isNull()) {
        return Json.object();
      }
      if (!json.isObject()) {
        throw HttpFailure.badRequest("invalid JSON: the body of the request is no object");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw HttpFailure.badRequest("invalid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw HttpFailure.badRequest("invalid JSON");
    }
  }
}
