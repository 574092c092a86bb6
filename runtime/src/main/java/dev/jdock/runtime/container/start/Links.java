package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ExposedPort;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** {@code --link}: other containers of the default network, known by names and variables. */
public final class Links {
  private record Link(Container other, String alias) {}

  private final ContainerRegistry registry;
  private final Networks networks;
  private final ContainerFiles files;

  public Links(ContainerRegistry registry, Networks networks, ContainerFiles files) {
    this.registry = registry;
    this.networks = networks;
    this.files = files;
  }

  private List<Link> of(ContainerRecord record) {
    return record.spec().networking().links().stream()
        // What is removed is linked no more.
        .filter(text -> registry.knows(target(text)))
        .map(this::parse)
        .toList();
  }

  /**
   * @throws JdockException NOT_FOUND {@code could not get container for X: …}
   */
  public void validate(List<String> texts) {
    texts.forEach(this::parse);
  }

  private static String target(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /**
   * The same links for as long as a container is there: those linked to may be renamed.
   *
   * @param ids from name to id
   */
  public static List<String> byId(List<String> texts, UnaryOperator<String> ids) {
    return texts.stream().map(text -> ids.apply(target(text)) + ":" + alias(text)).toList();
  }

  /** A container has started at another address than before: those that link to it get it. */
  public void moved(Container moved, Supplier<Optional<Endpoint>> endpoint) {
    for (Container other : registry.all()) {
      if (!other.record().spec().networking().links().isEmpty() && other.state().running()) {
        List<String> aliases =
            of(other.record()).stream()
                .filter(link -> link.other().equals(moved))
                .map(Link::alias)
                .toList();
        if (!aliases.isEmpty()) {
          Path hosts = files.directory(other.id()).resolve("hosts");
          endpoint
              .get()
              .map(now -> now.first().text())
              .ifPresent(address -> rewrite(hosts, before -> moved(before, aliases, address)));
        }
      }
    }
  }

  /**
   * The container that has a link.
   *
   * @param link {@code CONTAINER/ALIAS}
   * @throws JdockException INTERNAL, as Docker has it, for a container's name alone
   */
  public static String container(String link) {
    String[] parts = link.replaceFirst("^/", "").split("/", 2);
    if (parts.length < 2) {
      throw new JdockException(
          JdockException.Kind.INTERNAL,
          "Conflict, cannot remove the default link name of the container");
    }
    return parts[0];
  }

  /**
   * Takes a link from its container, whose lock is held. Its hosts file is as if there had been
   * none.
   *
   * @param link {@code CONTAINER/ALIAS}
   * @throws JdockException NOT_FOUND for one that it does not have
   */
  public void remove(Container container, String link) {
    String alias = link.substring(link.lastIndexOf('/') + 1);
    Networking networking = container.record().spec().networking();
    List<String> left =
        networking.links().stream().filter(text -> !alias(text).equals(alias)).toList();
    if (left.size() == networking.links().size()) {
      throw JdockException.notFound("No such container: " + link);
    }
    ContainerRecord record = container.record();
    ContainerSpec spec = record.spec();
    container.reconfigure(
        record.withSpec(spec.with(spec.resources(), networking.withLinks(left), spec.lifecycle())));
    if (container.state().running()) {
      rewrite(files.directory(container.id()).resolve("hosts"), hosts -> without(hosts, alias));
    }
  }

  private static String alias(String text) {
    String name = target(text);
    String alias = text.substring(Math.min(text.length(), name.length() + 1));
    return alias.isEmpty() ? name : alias;
  }

  /** Without the lines of which the first name is an alias. */
  static String without(String hosts, String alias) {
    StringBuilder text = new StringBuilder();
    hosts
        .lines()
        .filter(line -> !isOf(line, List.of(alias)))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** In the file itself, which is mounted; lines that the container's user added stay. */
  private static void rewrite(Path hosts, UnaryOperator<String> change) {
    try {
      String before = Files.readString(hosts);
      String after = change.apply(before);
      if (!after.equals(before)) {
        Files.writeString(hosts, after);
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + hosts + ": " + e.getMessage(), e);
    }
  }

  private static boolean isOf(String line, List<String> aliases) {
    String[] parts = line.split("[\t ]+", 3);
    return parts.length > 1 && !line.startsWith("#") && aliases.contains(parts[1]);
  }

  /** Lines of which the first name is an alias, with another address. */
  static String moved(String hosts, List<String> aliases, String address) {
    StringBuilder text = new StringBuilder();
    hosts
        .lines()
        .map(line -> {
          String[] parts = line.split("[\t ]+", 2);
          return isOf(line, aliases) ? address + line.substring(parts[0].length()) : line;
        })
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private Link parse(String text) {
    String name = target(text);
    try {
      Container other = registry.find(name);
      return new Link(other, alias(text));
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "could not get container for " + name + ": " + e.getMessage(), e);
    }
  }

  /** What the Docker Engine API shows: {@code /other:/this/alias}. */
  public List<String> shown(ContainerRecord record) {
    return of(record).stream()
        .map(link -> "/" + link.other().name() + ":/" + record.name() + "/" + link.alias())
        .toList();
  }

  /** On networks of users' own, its name server knows the aliases. */
  private static boolean isUsual(ContainerRecord record) {
    return record.spec().networking().networks().stream()
        .anyMatch(each -> each.network().equals(NetworkDefinition.DEFAULT));
  }

  private Endpoint endpoint(ContainerRecord record, Link link) {
    return networks
        .endpoint(link.other().id(), NetworkDefinition.DEFAULT)
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
  String hosts(ContainerRecord record) {
    StringBuilder text = new StringBuilder();
    if (!isUsual(record)) {
      return "";
    }
    for (Link link : of(record)) {
      String names = link.alias() + " " + link.other().record().hostname();
      if (!link.alias().equals(link.other().name())) {
        names += " " + link.other().name();
      }
      text.append(endpoint(record, link).first().text()).append('\t').append(names).append('\n');
    }
    return text.toString();
  }

  /** Variables in Docker's form: {@code DB_PORT_5432_TCP_ADDR=…}. */
  public List<String> environment(ContainerRecord record) {
    List<String> variables = new ArrayList<>();
    if (!isUsual(record)) {
      return variables;
    }
    for (Link link : of(record)) {
      addVariables(record, link, endpoint(record, link).first().text(), variables);
    }
    return variables;
  }

  private static void addVariables(
      ContainerRecord record, Link link, String address, List<String> variables) {
    String prefix = link.alias().replace('-', '_').toUpperCase(Locale.ROOT);
    List<ExposedPort> ports =
        ExposedPort.of(link.other().record().config()).stream()
            .sorted(Comparator.comparingInt(ExposedPort::number))
            .toList();
    if (!ports.isEmpty()) {
      variables.add(prefix + "_PORT=" + url(address, ports.getFirst()));
    }
    for (ExposedPort port : ports) {
      String name =
          prefix + "_PORT_" + port.number() + "_" + port.protocol().toUpperCase(Locale.ROOT);
      variables.add(name + "=" + url(address, port));
      variables.add(name + "_ADDR=" + address);
      variables.add(name + "_PORT=" + port.number());
      variables.add(name + "_PROTO=" + port.protocol());
    }
    variables.add(prefix + "_NAME=/" + record.name() + "/" + link.alias());
    for (String pair : link.other().record().config().env()) {
      if (!pair.startsWith("HOME=") && !pair.startsWith("PATH=")) {
        variables.add(prefix + "_ENV_" + pair);
      }
    }
  }

  private static String url(String address, ExposedPort port) {
    return port.protocol() + "://" + address + ":" + port.number();
  }
}
