package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code url}: where a container's servers are reached from this machine. */
@Command(description = "Show the addresses at which a container is reached from this machine")
public final class ShowUrls extends Action {
  public ShowUrls() {
    super(Arity.between(1, 2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    JsonNode container = engine.containers().inspect(argument(0), false);
    Map<String, Page> pages =
        container.at("/State/Running").asBoolean()
            ? Page.of(engine.containers(), container.path("Id").asText(), container)
            : Map.of();
    String asked = arguments().size() > 1 ? argument(1) : "";
    Set<String> urls = new LinkedHashSet<>();
    container
        .at("/NetworkSettings/Ports")
        .properties()
        .forEach(port -> {
          String key = port.getKey();
          if (asked.isEmpty() || key.equals(asked) || key.equals(asked + "/tcp")) {
            urls.addAll(urls(container, key, port.getValue(), pages));
          }
        });
    if (urls.isEmpty()) {
      throw CommandFailure.of(
          "Error: "
              + argument(0)
              + (asked.isEmpty() ? " has no ports" : " has no port " + asked)
              + " that can be reached");
    }
    urls.forEach(invocation.out()::println);
    return 0;
  }

  /** Published, it is an address of the machine; else that of the container on its bridges. */
  private static Set<String> urls(
      JsonNode container, String port, JsonNode bindings, Map<String, Page> pages) {
    if (!port.endsWith("/tcp")) {
      return Set.of();
    }
    if (!bindings.isEmpty()) {
      return PublishedAddresses.of(port, bindings, pages);
    }
    String number = port.substring(0, port.indexOf('/'));
    Set<String> urls = new LinkedHashSet<>();
    for (JsonNode network : container.at("/NetworkSettings/Networks")) {
      String address = network.path("IPAddress").asText();
      if (!address.isEmpty()) {
        urls.add(PublishedAddresses.address(number, address + ":" + number, pages));
      }
    }
    if (container.at("/HostConfig/NetworkMode").asText().equals("host")) {
      urls.add(PublishedAddresses.address(number, "localhost:" + number, pages));
    }
    return urls;
  }
}
