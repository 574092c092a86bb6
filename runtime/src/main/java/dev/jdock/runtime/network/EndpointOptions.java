package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection's options of the driver say of a container's link.
 *
 * @param linkName empty for the usual one
 * @param settings of the link, below /proc/sys/net
 */
public record EndpointOptions(String linkName, List<Setting> settings) {
  public static final EndpointOptions NONE = new EndpointOptions("", List.of());

  private static final String DOCKERS = "com.docker.network.";
  private static final String LINK_NAME = DOCKERS + "endpoint.ifname";
  private static final String SETTINGS = DOCKERS + "endpoint.sysctls";

  /** One of a link: {@code net.ipv4.conf.IFNAME.log_martians=1}. */
  private static final Pattern OF_LINK =
      Pattern.compile(
          "net\\.(ipv4|ipv6|mpls)\\.([a-z0-9_]+)\\.ifname\\.([a-z0-9_-]+)(?:=([^\\n]*))?",
          Pattern.CASE_INSENSITIVE);

  public EndpointOptions {
    settings = List.copyOf(settings);
  }

  /**
   * A file below /proc/sys/net.
   *
   * @param family {@code ipv4}, {@code ipv6} or {@code mpls}
   * @param group {@code conf} or {@code neigh}
   */
  public record Setting(String family, String group, String key, String value) {
    /** Of a link of that name. */
    String file(String link) {
      return family + "/" + group + "/" + link + "/" + key;
    }
  }

  /**
   * Of options that were checked before.
   *
   * @param options as they were given
   */
  public static EndpointOptions of(Map<String, String> options) {
    List<Setting> settings = new ArrayList<>();
    for (String text : settings(options)) {
      Matcher parts = OF_LINK.matcher(text);
      if (parts.matches() && parts.group(4) != null) {
        settings.add(
            new Setting(
                parts.group(1).toLowerCase(Locale.ROOT),
                parts.group(2).toLowerCase(Locale.ROOT),
                parts.group(3).toLowerCase(Locale.ROOT),
                parts.group(4)));
      }
    }
    return new EndpointOptions(options.getOrDefault(LINK_NAME, ""), settings);
  }

  private static List<String> settings(Map<String, String> options) {
    String text = options.getOrDefault(SETTINGS, "");
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  /**
   * What is wrong with them, in Docker's words where it has some.
   *
   * @throws JdockException NOT_IMPLEMENTED for one of Docker's that jdock has not
   */
  public static List<String> errors(Map<String, String> options) {
    for (String name : options.keySet()) {
      if (name.startsWith(DOCKERS) && !name.equals(LINK_NAME) && !name.equals(SETTINGS)) {
        throw JdockException.notImplemented(
            "endpoint option " + GoQuote.quote(name) + " is not supported yet");
      }
    }
    List<String> errors = new ArrayList<>();
    String link = options.getOrDefault(LINK_NAME, "");
    if (!link.isEmpty() && !NetworkOptionCheck.isLinkName(link)) {
      errors.add("invalid interface name " + GoQuote.quote(link));
    }
    for (String text : settings(options)) {
      Matcher parts = OF_LINK.matcher(text);
      if (!parts.matches()) {
        errors.add(
            "unrecognised network interface sysctl '"
                + text
                + "'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4',"
                + " 'ipv6' or 'mpls'");
      } else if (parts.group(4) == null) {
        errors.add("expected sysctl '" + text + "' to have format name=value");
      }
    }
    return errors;
  }
}
