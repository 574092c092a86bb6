package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.network.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code --link}: other containers of the default network, known by names and variables. */
final class Links {
  private record Link(Container other, String alias) {}

  private final ContainerRuntime runtime;
  private final ContainerRecord record;
  private final List<Link> links = new ArrayList<>();

  private Links(ContainerRuntime runtime, ContainerRecord record) {
    this.runtime = runtime;
    this.record = record;
    record.spec().networking().links().forEach(text -> links.add(parse(runtime, text)));
  }

  /** Of a container that is about to start. */
  static Links of(ContainerRuntime runtime, ContainerRecord record) {
    return new Links(runtime, record);
  }

  /**
   * @throws JdockException NOT_FOUND {@code could not get container for X: …}
   */
  static void validate(ContainerRuntime runtime, List<String> texts) {
    texts.forEach(text -> parse(runtime, text));
  }

  private static Link parse(ContainerRuntime runtime, String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String alias = colon < 0 ? "" : text.substring(colon + 1);
    try {
      Container other = runtime.registry().find(name);
      return new Link(other, alias.isEmpty() ? name : alias);
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "could not get container for " + name + ": " + e.getMessage(), e);
    }
  }

  /** What the Docker Engine API shows: {@code /other:/this/alias}. */
  List<String> shown() {
    return links.stream()
        .map(link -> "/" + link.other().name() + ":/" + record.name() + "/" + link.alias())
        .toList();
  }

  private Endpoint endpoint(Link link) {
    return runtime
        .networks()
        .endpoint(link.other().id())
        .filter(endpoint -> link.other().state().running())
        .orElseThrow(() ->
            JdockException.conflict(
                "Cannot link to a non running container: /"
                    + link.other().name()
                    + " AS /"
                    + record.name()
                    + "/"
                    + link.alias()));
  }

  /** Lines of /etc/hosts. */
  String hosts() {
    StringBuilder text = new StringBuilder();
    for (Link link : links) {
      String names = link.alias() + " " + link.other().record().hostname();
      if (!link.alias().equals(link.other().name())) {
        names += " " + link.other().name();
      }
      text.append(endpoint(link).address().getHostAddress())
          .append('\t')
          .append(names)
          .append('\n');
    }
    return text.toString();
  }

  /** Variables in Docker's form: {@code DB_PORT_5432_TCP_ADDR=…}. */
  List<String> environment() {
    List<String> variables = new ArrayList<>();
    for (Link link : links) {
      addVariables(link, endpoint(link).address().getHostAddress(), variables);
    }
    return variables;
  }

  private void addVariables(Link link, String address, List<String> variables) {
    String prefix = link.alias().replace('-', '_').toUpperCase(Locale.ROOT);
    List<String> ports =
        link.other().record().config().exposedPorts().stream()
            .sorted(Comparator.comparingInt(Links::number))
            .toList();
    if (!ports.isEmpty()) {
      variables.add(prefix + "_PORT=" + url(address, ports.getFirst()));
    }
    for (String port : ports) {
      String protocol = port.substring(port.indexOf('/') + 1);
      String name = prefix + "_PORT_" + number(port) + "_" + protocol.toUpperCase(Locale.ROOT);
      variables.add(name + "=" + url(address, port));
      variables.add(name + "_ADDR=" + address);
      variables.add(name + "_PORT=" + number(port));
      variables.add(name + "_PROTO=" + protocol);
    }
    variables.add(prefix + "_NAME=/" + record.name() + "/" + link.alias());
    for (String pair : link.other().record().config().env()) {
      if (!pair.startsWith("HOME=") && !pair.startsWith("PATH=")) {
        variables.add(prefix + "_ENV_" + pair);
      }
    }
  }

  private static int number(String port) {
    return Integer.parseInt(port.substring(0, port.indexOf('/')));
  }

  private static String url(String address, String port) {
    return port.substring(port.indexOf('/') + 1) + "://" + address + ":" + number(port);
  }
}
