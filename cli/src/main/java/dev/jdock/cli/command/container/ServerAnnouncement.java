package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Networking;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says on a terminal where the servers of a container that was just started are reached: of a web
 * server once it answers, with the token that is in its log. Scripts hear nothing: they get what
 * Docker prints. Closing ends the waiting.
 */
final class ServerAnnouncement implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Of one that does not answer soon, and may never do. */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

  private static final int SOON = 100;
  private static final int PATIENCE_MILLISECONDS = 500;

  /** Jupyter's port. It logs its token a moment after it has begun to listen. */
  private static final String TOKENS = "8888";

  private static final int TOKEN_TRIES = 50;

  private final Containers containers;
  private final Invocation invocation;
  private final String id;
  private final List<Server> waiting = new ArrayList<>();
  private final @Nullable Thread thread;
  private volatile boolean awaited;

  /** A web server that has not answered yet. */
  private static final class Server {
    private final String port;
    private final JsonNode bindings;
    private int tries;

    Server(String port, JsonNode bindings) {
      this.port = port;
      this.bindings = bindings;
    }

    String number() {
      return port.substring(0, port.indexOf('/'));
    }
  }

  private ServerAnnouncement(
      Containers containers, Invocation invocation, String id, boolean wanted) {
    this.containers = containers;
    this.invocation = invocation;
    this.id = id;
    this.thread = wanted ? Thread.ofVirtual().start(this::run) : null;
  }

  /** Begins to wait, where there is anything to wait for. */
  static ServerAnnouncement begin(
      Containers containers, Invocation invocation, String id, Networking wanted) {
    boolean published = wanted.publishAll() || !wanted.publish().isEmpty();
    return new ServerAnnouncement(
        containers, invocation, id, published && invocation.terminal().errorIsTerminal());
  }

  /** Waits until all is said, but not for ever: in the end, it is said without an answer. */
  void await(Duration limit) throws InterruptedException {
    if (thread != null && !thread.join(limit)) {
      awaited = true;
      thread.interrupt();
      thread.join();
    }
  }

  private void run() {
    try {
      announce();
    } catch (JdockException e) {
      // It has ended and is gone: there is no address to tell.
    } catch (InterruptedException e) {
      if (awaited) {
        waiting.forEach(server -> tell(server, Map.of()));
      }
    }
  }

  private void announce() throws InterruptedException {
    containers
        .inspect(id, false)
        .at("/NetworkSettings/Ports")
        .properties()
        .forEach(port -> {
          if (!port.getKey().endsWith("/tcp")) {
            return;
          }
          Server server = new Server(port.getKey(), port.getValue());
          if (PublishedAddresses.isWeb(server.number())) {
            waiting.add(server);
          } else {
            tell(server, Map.of());
          }
        });
    for (int round = 0; !waiting.isEmpty(); round++) {
      JsonNode container = containers.inspect(id, false);
      if (!container.at("/State/Running").asBoolean()) {
        return;
      }
      for (Iterator<Server> servers = waiting.iterator(); servers.hasNext(); ) {
        if (told(servers.next(), container)) {
          servers.remove();
        }
      }
      Thread.sleep(round < SOON ? PAUSE : LONG_PAUSE);
    }
  }

  private boolean told(Server server, JsonNode container) throws InterruptedException {
    if (!answers(container, Integer.parseInt(server.number()))) {
      return false;
    }
    Map<String, Page> pages = Page.of(containers, id, container);
    boolean unready = server.number().equals(TOKENS) && !pages.containsKey(TOKENS);
    if (unready && ++server.tries < TOKEN_TRIES) {
      return false;
    }
    tell(server, pages);
    return true;
  }

  private void tell(Server server, Map<String, Page> pages) {
    PublishedAddresses.of(server.port, server.bindings, pages).forEach(this::print);
  }

  /** The engine itself listens on published ports, so the container is asked at its own address. */
  private static boolean answers(JsonNode container, int port) {
    for (JsonNode network : container.at("/NetworkSettings/Networks")) {
      String address = network.path("IPAddress").asText();
      if (address.isEmpty()) {
        address = network.path("GlobalIPv6Address").asText();
      }
      if (address.isEmpty()) {
        continue;
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLISECONDS);
        return true;
      } catch (IOException e) {
        // Not yet, or not there.
      }
    }
    return false;
  }

  /** The terminal may be in raw mode by now, where a line does not begin by itself. */
  private void print(String address) {
    invocation.err().print(address + "\r\n");
    invocation.err().flush();
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
