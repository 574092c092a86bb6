package dev.jdock.runtime.network;

import dev.jdock.runtime.engine.Networking;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of resolv.conf(5) that containers use.
 *
 * @param search of the last {@code search} or {@code domain} line
 */
record ResolvConf(List<String> nameservers, List<String> search, List<String> options) {
  /** For a container without any server: Google's, as with Docker. */
  private static final List<String> FALLBACK = List.of("8.8.8.8", "8.8.4.4");

  private static final Pattern NAMESERVER_LINE =
      Pattern.compile("(?m)^nameserver\\s+(\\S+)[^\\n]*\\n?");

  static ResolvConf parse(String text) {
    List<String> nameservers = new ArrayList<>();
    List<String> search = List.of();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.replaceFirst("[#;].*", "").strip().split("\\s+"));
      List<String> values = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" -> values.stream().limit(1).forEach(nameservers::add);
        case "search", "domain" -> search = values;
        case "options" -> options.addAll(values);
        default -> {
          // sortlist and comments: nothing that Docker hands on when it writes the file itself.
        }
      }
    }
    return new ResolvConf(nameservers, search, options);
  }

  /**
   * The host's text without the servers that a container cannot reach: those on loopback or on one
   * of the host's links, and IPv6 ones where the container has no IPv6.
   */
  static String reachable(String text, boolean ipv6) {
    String kept =
        NAMESERVER_LINE
            .matcher(text)
            .replaceAll(line ->
                isReachable(line.group(1), ipv6) ? Matcher.quoteReplacement(line.group()) : "");
    if (!parse(kept).nameservers().isEmpty()) {
      return kept;
    }
    StringBuilder servers = new StringBuilder(kept);
    FALLBACK.forEach(server -> servers.append("\nnameserver ").append(server));
    return servers.toString();
  }

  /**
   * For a container that asks the engine, which asks others. Names without a dot are complete
   * there, so that they are asked for as they are first.
   *
   * @param given the host's text
   */
  static String ofOwnServer(Networking networking, String given) {
    ResolvConf inherited = parse(given);
    List<String> options =
        new ArrayList<>(EtcFiles.orElse(networking.dnsOptions(), inherited.options()));
    options.removeIf(String::isEmpty);
    if (options.stream().noneMatch(option -> option.startsWith("ndots:"))) {
      options.add("ndots:0");
    }
    return new ResolvConf(
            List.of("127.0.0.11"),
            EtcFiles.orElse(networking.dnsSearch(), inherited.search()),
            options)
        .text();
  }

  private static boolean isReachable(String nameserver, boolean ipv6) {
    if (!nameserver.contains(":")) {
      return !nameserver.startsWith("127.");
    }
    return ipv6 && !nameserver.equals("::1") && !nameserver.contains("%");
  }

  /** In Docker's order: search, nameserver, options. A search of {@code .} stands for none. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (!search.isEmpty() && !search.equals(List.of("."))) {
      text.append("search ").append(String.join(" ", search)).append('\n');
    }
    nameservers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!String.join("", options).isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }
}
