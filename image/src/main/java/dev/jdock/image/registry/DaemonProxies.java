package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The proxies that {@code daemon.json} names, which go before those of anybody's environment, as
 * Docker has it: {@code "proxies": {"http-proxy": …, "https-proxy": …, "no-proxy": …}}.
 *
 * @param variables the same as variables of an environment, in capitals
 */
public record DaemonProxies(Map<String, String> variables) {
  private static final Map<String, String> KEYS =
      Map.of("http-proxy", "HTTP_PROXY", "https-proxy", "HTTPS_PROXY", "no-proxy", "NO_PROXY");
  private static final Pattern USER = Pattern.compile("^((?:[^:/@]+://)?)[^/]*@");

  public DaemonProxies {
    variables = Map.copyOf(variables);
  }

  /**
   * @throws JdockException INVALID for settings that make no sense
   */
  public static DaemonProxies read(Path etc) {
    return DaemonFile.read(etc, "proxies", DaemonProxies::of, new DaemonProxies(Map.of()));
  }

  private static DaemonProxies of(JsonNode root) {
    Map<String, String> variables = new HashMap<>();
    KEYS.forEach((key, variable) -> {
      JsonNode value = root.path("proxies").path(key);
      if (!value.isMissingNode() && !value.isTextual()) {
        throw JdockException.invalid(key + " is no string");
      }
      if (!value.asText().isBlank()) {
        variables.put(variable, value.asText());
      }
    });
    return new DaemonProxies(variables);
  }

  /** A user's environment with these. */
  Map<String, String> over(Map<String, String> environment) {
    if (variables.isEmpty()) {
      return environment;
    }
    Map<String, String> both = new HashMap<>(environment);
    both.putAll(variables);
    return both;
  }

  /** The value of a variable for people to see; empty for none. User and password are hidden. */
  public String shown(String variable) {
    return USER.matcher(variables.getOrDefault(variable, "")).replaceFirst("$1xxxxx:xxxxx@");
  }
}
