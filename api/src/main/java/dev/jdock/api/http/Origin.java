package dev.jdock.api.http;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;

/** The header Origin, RFC 6454. */
final class Origin {
  private Origin() {}

  /**
   * Whether it tells of no web page. Libraries for websockets send the address that they connect
   * to. A page of that origin would have to be jdock's, which has none, or of a name that resolves
   * to this machine by somebody else's doing: with a name it counts as a page.
   */
  static boolean isOfClient(ClassicHttpRequest head) {
    Header[] origins = head.getHeaders("Origin");
    Header[] hosts = head.getHeaders("Host");
    Header upgrade = head.getFirstHeader("Upgrade");
    if (origins.length != 1 || hosts.length != 1 || upgrade == null) {
      return false;
    }
    String host = String.valueOf(hosts[0].getValue()).strip();
    return upgrade.getValue().strip().equalsIgnoreCase("websocket")
        && HostHeader.isAddress(host)
        && String.valueOf(origins[0].getValue())
            .strip()
            .toLowerCase(Locale.ROOT)
            .matches("https?://" + Pattern.quote(host.toLowerCase(Locale.ROOT)));
  }
}
