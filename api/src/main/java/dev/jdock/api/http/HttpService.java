package dev.jdock.api.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;

/** What all connections have in common. */
final class HttpService {
  private final Router router;
  private final Map<String, String> headers;
  private final Executor threads;
  private final Consumer<String> log;
  private final Patience patience;

  HttpService(Router router, HttpServer.Settings settings, Executor threads) {
    this.router = router;
    this.headers = new LinkedHashMap<>(settings.headers());
    this.threads = threads;
    this.log = settings.log();
    this.patience = settings.patience();
  }

  /** How long a client may take. */
  Patience patience() {
    return patience;
  }

  /** Of every answer. */
  Map<String, String> headers() {
    return headers;
  }

  /** For handlers that may block in the kernel. */
  Executor threads() {
    return threads;
  }

  void log(String line) {
    log.accept(line);
  }

  /**
   * Refuses what a browser sends for a page of somebody else's, and over the network what was sent
   * to a name that resolves to this machine by somebody else's doing (DNS rebinding).
   *
   * @throws HttpFailure for such a request
   */
  void admit(ClassicHttpRequest head, Transport transport) {
    if (head.containsHeader("Sec-Fetch-Site")
        || head.containsHeader("Origin") && !Origin.isOfClient(head)) {
      throw new HttpFailure(403, "requests of web pages are not answered");
    }
    if (transport.isRemote()) {
      Header host = head.getFirstHeader("Host");
      if (head.getHeaders("Host").length > 1
          || host != null
              && !HostHeader.isAddress(String.valueOf(host.getValue()))
              && !transport.isNamed(HostHeader.name(String.valueOf(host.getValue())))) {
        throw new HttpFailure(
            403,
            "the Host of the request must be an address, localhost or a name of the certificate");
      }
    }
  }

  /**
   * @throws HttpFailure 404 where no route matches
   */
  Router.Match match(String method, Target target) {
    Router.Match match = router.match(method, target.path());
    if (match == null) {
      throw new HttpFailure(404, "page not found");
    }
    return match;
  }
}
