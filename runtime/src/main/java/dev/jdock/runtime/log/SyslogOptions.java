package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code syslog-…} options.
 *
 * @param address null for the machine's own syslog
 * @param facility a multiple of 8, RFC 5424 section 6.2.1
 */
record SyslogOptions(
    @Nullable Address address, int facility, SyslogFormat format, Certificates certificates) {
  private static final int DEFAULT_PORT = 514;
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp");
  private static final int FIRST_LOCAL = 16;
  private static final int LAST_FACILITY = 23;
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern HOST =
      Pattern.compile("(?:[^/?#@]*@)?(\\[[^]/?#]*]|[^:/?#]*)(?::(\\d*))?(?:[/?#].*)?");

  /** Where a syslog is. */
  sealed interface Address {
    /** {@code unix} and {@code unixgram}. */
    record Local(boolean datagrams, Path path) implements Address {}

    /** {@code udp}. */
    record Udp(String host, int port) implements Address {}

    /** {@code tcp} and {@code tcp+tls}. */
    record Tcp(String host, int port, boolean tls) implements Address {}
  }

  /** For TLS; empty where not given. */
  record Certificates(String authority, String certificate, String key, boolean skipVerify) {}

  /**
   * @throws JdockException in Docker's words
   */
  static SyslogOptions of(Map<String, String> options) {
    String address = options.getOrDefault("syslog-address", "");
    return new SyslogOptions(
        address.isEmpty() ? null : address(address),
        facility(options.getOrDefault("syslog-facility", "")),
        SyslogFormat.of(options.getOrDefault("syslog-format", "")),
        new Certificates(
            options.getOrDefault("syslog-tls-ca-cert", ""),
            options.getOrDefault("syslog-tls-cert", ""),
            options.getOrDefault("syslog-tls-key", ""),
            options.containsKey("syslog-tls-skip-verify")));
  }

  /**
   * @throws JdockException NOT_FOUND for a socket in a folder that is not there
   */
  void requireSocket() {
    if (address instanceof Address.Local(boolean _, Path path) && !Files.exists(path)) {
      throw JdockException.notFound("stat " + path + ": no such file or directory");
    }
  }

  private static Address address(String text) {
    Matcher parts = SCHEME.matcher(text);
    boolean schemed = parts.matches();
    if (!schemed && text.split("/", 2)[0].contains(":")) {
      throw JdockException.invalid(
          "parse \"" + text + "\": first path segment in URL cannot contain colon");
    }
    String scheme = schemed ? parts.group(1).toLowerCase(Locale.ROOT) : "";
    String rest = schemed ? parts.group(2) : text;
    return switch (scheme) {
      case "unix" -> local(rest, false);
      case "unixgram" -> local(rest, true);
      case "udp" -> {
        Matcher host = host(rest);
        yield new Address.Udp(name(host), port(host));
      }
      case "tcp", "tcp+tls" -> {
        Matcher host = host(rest);
        yield new Address.Tcp(name(host), port(host), scheme.equals("tcp+tls"));
      }
      default -> throw JdockException.invalid("unsupported scheme: '" + scheme + "'");
    };
  }

  private static Address local(String rest, boolean datagrams) {
    String path = rest.startsWith("//") ? rest.substring(2).replaceFirst("^[^/]*", "") : rest;
    return new Address.Local(datagrams, Path.of(path));
  }

  private static Matcher host(String rest) {
    String authority = rest.replaceFirst("^//", "");
    Matcher host = HOST.matcher(authority);
    if (!host.matches()) {
      String shown = authority.replaceFirst("[/?#].*", "");
      throw JdockException.invalid("address " + shown + ": too many colons in address");
    }
    return host;
  }

  private static String name(Matcher host) {
    return host.group(1).replaceAll("[\\[\\]]", "");
  }

  private static int port(Matcher host) {
    String port = host.group(2);
    if (port == null || port.isEmpty()) {
      return DEFAULT_PORT;
    }
    int number = port.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(port);
    if (number > 65_535) {
      throw JdockException.invalid("address " + port + ": invalid port");
    }
    return number;
  }

  private static int facility(String text) {
    if (text.isEmpty()) {
      return facility("daemon");
    }
    int number = FACILITIES.indexOf(text);
    if (text.matches("local[0-7]")) {
      number = FIRST_LOCAL + text.charAt(5) - '0';
    } else if (text.matches("\\d{1,2}")) {
      number = Integer.parseInt(text);
    }
    if (number < 0 || number > LAST_FACILITY) {
      throw JdockException.invalid("invalid syslog facility");
    }
    return number << 3;
  }
}
