package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.engine.NetworkRequest;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The options and the versions of IP of a new network, of the request and of what it leaves open.
 */
final class NetworkFamilies {
  static final String IPV4 = "com.docker.network.enable_ipv4";
  static final String IPV6 = "com.docker.network.enable_ipv6";

  private NetworkFamilies() {}

  /**
   * The request with both decided.
   *
   * @throws JdockException INVALID for an option that is no truth value
   */
  static NetworkRequest chosen(NetworkRequest request, NetworkDefaults defaults) {
    String driver = request.driver().isEmpty() ? NetworkDefinition.BRIDGE : request.driver();
    SortedMap<String, String> options =
        (request.configFrom().isEmpty() ? defaults : NetworkDefaults.NONE)
            .filled(driver, request.options());
    boolean ipv4 = decide(request.ipv4(), options, IPV4, true);
    boolean ipv6 = decide(request.ipv6(), options, IPV6, false);
    return request.with(ipv4, ipv6, options);
  }

  /** What was asked for expressly is not said by an option, too. */
  private static boolean decide(
      @Nullable Boolean asked, SortedMap<String, String> options, String option, boolean usual) {
    if (asked != null) {
      options.remove(option);
      return asked;
    }
    String value = options.get(option);
    if (value == null) {
      return usual;
    }
    if (!NetworkOptionCheck.isTruth(value)) {
      throw JdockException.invalid("driver-opt " + GoQuote.quote(option) + " is not a valid bool");
    }
    return GoBool.parse(value);
  }
}
