package dev.jdock.api.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request is for: {@code /v1.51/containers/json?all=1}.
 *
 * @param path its segments, decoded, without the version
 */
record Target(ApiVersion version, List<String> path, Query query) {
  /**
   * @throws HttpFailure for a version that is not spoken, and for a target that cannot be decoded
   */
  static Target parse(String text) {
    String target = withoutAuthority(text);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    if (!path.startsWith("/")) {
      throw HttpFailure.badRequest("malformed request target");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      String decoded = decode(segment);
      if (decoded.equals("..") || decoded.equals(".")) {
        throw new HttpFailure(404, "page not found");
      }
      segments.add(decoded);
    }
    ApiVersion version = ApiVersion.NEWEST;
    if (segments.size() > 1 && segments.getFirst().startsWith("v")) {
      ApiVersion given = ApiVersion.parse(segments.getFirst().substring(1));
      if (given != null) {
        version = given.require();
        segments.removeFirst();
      }
    }
    return new Target(
        version, List.copyOf(segments), Query.parse(mark < 0 ? "" : target.substring(mark + 1)));
  }

  /** RFC 9112, section 3.2.2: a target may be a whole address. */
  private static String withoutAuthority(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0 || text.startsWith("/")) {
      return text;
    }
    int path = text.indexOf('/', scheme + 3);
    return path < 0 ? "/" : text.substring(path);
  }

  /** In a path a plus sign is one. */
  private static String decode(String segment) {
    try {
      String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (decoded.indexOf('\0') >= 0) {
        throw HttpFailure.badRequest("malformed request target");
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw HttpFailure.badRequest("malformed request target");
    }
  }
}
