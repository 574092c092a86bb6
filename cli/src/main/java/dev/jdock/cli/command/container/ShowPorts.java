package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code port}. */
@Command(description = "List port mappings or a specific mapping for the container")
public final class ShowPorts extends Action {
  private static final int MAX_PORT = 65535;

  public ShowPorts() {
    super(Arity.between(1, 2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    JsonNode ports =
        engine.containers().inspect(argument(0), false).path("NetworkSettings").path("Ports");
    if (arguments().size() > 1) {
      String asked = argument(1);
      JsonNode bindings = ports.path(normalized(asked));
      if (bindings.isEmpty()) {
        throw CommandFailure.of(
            "Error: No public port '" + asked + "' published for " + argument(0));
      }
      addresses(bindings).forEach(invocation.out()::println);
      return 0;
    }
    List<String> keys = new ArrayList<>();
    ports.fieldNames().forEachRemaining(keys::add);
    keys.sort(Comparator.comparingInt(ShowPorts::number).thenComparing(key -> key));
    for (String key : keys) {
      for (String address : addresses(ports.path(key))) {
        invocation.out().println(key + " -> " + address);
      }
    }
    return 0;
  }

  private static int number(String key) {
    return Integer.parseInt(key.substring(0, key.indexOf('/')));
  }

  /** {@code 80} is {@code 80/tcp}. */
  private static String normalized(String asked) {
    int slash = asked.indexOf('/');
    String port = slash < 0 ? asked : asked.substring(0, slash);
    String reason = null;
    if (port.isEmpty() || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      reason = "invalid syntax";
    } else if (port.length() > 5 || Integer.parseInt(port) > MAX_PORT) {
      reason = "value out of range";
    }
    if (reason != null) {
      throw CommandFailure.of(
          "Error: invalid port ("
              + port
              + "): strconv.ParseUint: parsing "
              + GoQuote.quote(port)
              + ": "
              + reason);
    }
    return slash < 0 ? port + "/tcp" : asked;
  }

  private static List<String> addresses(JsonNode bindings) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode binding : bindings) {
      String host = binding.path("HostIp").asText();
      addresses.add(
          (host.contains(":") ? "[" + host + "]" : host) + ":" + binding.path("HostPort").asText());
    }
    return addresses;
  }
}
