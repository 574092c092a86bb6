package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jdock.image.oci.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the body of an error response (OCI distribution-spec, "Error Codes") as Docker's client
 * does, so that messages have the same wording.
 */
final class ErrorAnswer {
  private static final int MOST = 16 << 10;
  private static final int SHOWN = 512;

  /** The codes that Docker knows, with its messages for responses that have none. */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("UNKNOWN", "unknown error"),
          Map.entry("UNSUPPORTED", "The operation is unsupported."),
          Map.entry(RegistryFailure.UNAUTHORIZED, "authentication required"),
          Map.entry(RegistryFailure.DENIED, "requested access to the resource is denied"),
          Map.entry("UNAVAILABLE", "service unavailable"),
          Map.entry("TOOMANYREQUESTS", "too many requests"),
          Map.entry("DIGEST_INVALID", "provided digest did not match uploaded content"),
          Map.entry("SIZE_INVALID", "provided length did not match content length"),
          Map.entry("NAME_INVALID", "invalid repository name"),
          Map.entry("TAG_INVALID", "manifest tag did not match URI"),
          Map.entry(RegistryFailure.NAME_UNKNOWN, "repository name not known to registry"),
          Map.entry(RegistryFailure.MANIFEST_UNKNOWN, "manifest unknown"),
          Map.entry("MANIFEST_INVALID", "manifest invalid"),
          Map.entry("MANIFEST_UNVERIFIED", "manifest failed signature verification"),
          Map.entry("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"),
          Map.entry("BLOB_UNKNOWN", "blob unknown to registry"),
          Map.entry("BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"),
          Map.entry("BLOB_UPLOAD_INVALID", "blob upload invalid"));

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(300, "Multiple Choices"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(407, "Proxy Authentication Required"),
          Map.entry(408, "Request Timeout"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(416, "Requested Range Not Satisfiable"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private record One(String code, String message) {
    String words() {
      String name = code.toLowerCase(Locale.ROOT).replace('_', ' ');
      return message.isEmpty() ? name : name + ": " + message;
    }
  }

  private ErrorAnswer() {}

  /** Reads the body, closes the answer. */
  static RegistryFailure read(Answer answer) {
    try (answer) {
      int status = answer.status();
      if (status < 400 || status >= 500) {
        return RegistryFailure.answered(
            status, "", "received unexpected HTTP status: " + statusLine(status));
      }
      for (Challenge challenge : answer.challenges()) {
        String code = codeOf(challenge);
        if (!code.isEmpty()) {
          String description = clean(challenge.parameter("error_description"));
          String message = description.isEmpty() ? MESSAGES.getOrDefault(code, "") : description;
          return answered(status, new One(code, message));
        }
      }
      return fromBody(status, body(answer));
    }
  }

  private static byte[] body(Answer answer) {
    try {
      return answer.body().readNBytes(MOST);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** RFC 6750, section 3.1. */
  private static String codeOf(Challenge challenge) {
    if (!challenge.scheme().equals("bearer")) {
      return "";
    }
    return switch (challenge.parameter("error")) {
      case "invalid_token" -> RegistryFailure.UNAUTHORIZED;
      case "insufficient_scope" -> RegistryFailure.DENIED;
      default -> "";
    };
  }

  private static RegistryFailure fromBody(int status, byte[] body) {
    String details = tree(body).path("details").asText("");
    if (!details.isEmpty()) {
      String code =
          status == 401
              ? RegistryFailure.UNAUTHORIZED
              : status == 429 ? "TOOMANYREQUESTS" : "UNKNOWN";
      return answered(status, new One(code, clean(details)));
    }
    JsonNode first = tree(body).path("errors").path(0);
    if (first.isObject()) {
      return answered(status, error(first));
    }
    if (status == 401) {
      String code = RegistryFailure.UNAUTHORIZED;
      return answered(status, new One(code, MESSAGES.getOrDefault(code, "")));
    }
    return RegistryFailure.answered(
        status,
        "",
        "error parsing HTTP "
            + status
            + " response body: "
            + (tree(body).isObject()
                ? "no error details found in HTTP response body"
                : NotJson.reason(body))
            + ": "
            + quoted(body));
  }

  private static RegistryFailure answered(int status, One error) {
    return RegistryFailure.answered(status, error.code(), error.words());
  }

  /** Of several the first: it names the cause, and a message is one line. */
  private static One error(JsonNode node) {
    String given = node.path("code").asText("").toUpperCase(Locale.ROOT);
    String code = MESSAGES.containsKey(given) ? given : "UNKNOWN";
    String usual = MESSAGES.getOrDefault(code, "");
    String message = clean(node.path("message").asText(""));
    if (message.isEmpty()) {
      message = usual;
    }
    boolean bare = message.equals(usual) && !node.hasNonNull("detail");
    return new One(code, bare ? "" : message);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.parse(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** For a terminal: one line, no control characters, not for ever. */
  static String clean(String text) {
    String line =
        text.codePoints()
            .limit(SHOWN)
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return line.strip();
  }

  private static String quoted(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            default -> {
              if (Character.isISOControl(c)) {
                quoted.append("\\x%02x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /** {@code 503 Service Unavailable}. */
  static String statusLine(int status) {
    String reason = REASONS.get(status);
    return reason == null ? Integer.toString(status) : status + " " + reason;
  }
}
