package dev.jdock.cli.api;

import dev.jdock.api.DockerApi;
import dev.jdock.api.http.HttpServer;
import dev.jdock.api.socket.ApiAddress;
import dev.jdock.api.socket.LentSocket;
import dev.jdock.api.socket.TcpSocket;
import dev.jdock.api.socket.TlsFiles;
import dev.jdock.api.socket.UnixSocket;
import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that the Docker Engine API is served on. Nothing of the API is loaded before there is
 * one.
 */
public final class ApiHost implements AutoCloseable {
  /** A thousand clients that follow events are usual enough; descriptors are what ends it. */
  private static final int MOST_CONNECTIONS = 4096;

  private final Supplier<Engine> engine;
  private final Map<String, String> environment;
  private final Consumer<String> log;
  private final Runnable deserted;
  private final Map<ApiAddress, HttpServer.Listener> listeners = new LinkedHashMap<>();
  private final Set<ApiAddress> lent = new HashSet<>();
  private @Nullable HttpServer server;

  /**
   * @param environment the engine's own, for the proxies of registries
   * @param log takes a line for what fails
   * @param deserted run when there have been many connections and most of them are gone
   */
  public ApiHost(
      Supplier<Engine> engine,
      Map<String, String> environment,
      Consumer<String> log,
      Runnable deserted) {
    this.deserted = deserted;
    this.engine = engine;
    this.environment = environment;
    this.log = log;
  }

  /**
   * Serves at further addresses; those that are served already are passed over.
   *
   * @throws JdockException where it cannot listen
   */
  public synchronized void listen(ApiSettings settings) {
    for (ApiAddress address : settings.addresses()) {
      lent.remove(address);
      if (!listeners.containsKey(address)) {
        HttpServer.Listener listener = open(address, settings.tls());
        listeners.put(address, listener);
        server().serve(listener);
        log.accept("serving the API at " + address);
      }
    }
  }

  /**
   * Serves at an address for as long as the engine runs, but keeps no engine running for it.
   *
   * @return the address
   * @throws JdockException where it cannot listen
   */
  public synchronized ApiAddress lend(ApiAddress address) {
    if (!listeners.containsKey(address)) {
      try {
        listen(ApiSettings.of(address));
        lent.add(address);
      } catch (JdockException e) {
        // In a folder of root's own, and this engine alone has the root: systemd listens for it.
        if (e.kind() != JdockException.Kind.CONFLICT) {
          throw e;
        }
      }
    }
    return address;
  }

  /**
   * Serves at sockets that somebody else has made, until the returned listeners are closed.
   *
   * @param sockets become this object's
   */
  synchronized List<HttpServer.Listener> serve(List<Fd> sockets) {
    List<HttpServer.Listener> lentOnes = new ArrayList<>();
    for (Fd socket : sockets) {
      lentOnes.add(LentSocket.of(socket));
    }
    lentOnes.forEach(server()::serve);
    return lentOnes;
  }

  /** Whether a request is being handled. */
  public synchronized boolean isBusy() {
    HttpServer running = server;
    return running != null && running.isBusy();
  }

  /** Serves no more at these addresses, and ends the connections that came by them. */
  synchronized void leave(List<ApiAddress> addresses) {
    for (ApiAddress address : addresses) {
      lent.remove(address);
      HttpServer.Listener listener = listeners.remove(address);
      if (listener != null) {
        end(listener);
      }
    }
  }

  private void end(HttpServer.Listener listener) {
    try {
      server().end(listener);
    } catch (IOException e) {
      log.accept("API: " + e.getMessage());
    }
  }

  /** Serves no more at sockets of others. */
  void leaveLent(List<HttpServer.Listener> sockets) {
    sockets.forEach(this::close);
  }

  private void close(HttpServer.Listener listener) {
    try {
      listener.close();
    } catch (IOException e) {
      log.accept("API: " + e.getMessage());
    }
  }

  private static HttpServer.Listener open(ApiAddress address, @Nullable TlsFiles tls) {
    return switch (address) {
      case ApiAddress.Unix(var path) -> UnixSocket.open(path);
      case ApiAddress.Lent _ ->
          throw JdockException.invalid("fd:// is for api serve: its process has the sockets");
      case ApiAddress.Tcp tcp -> TcpSocket.open(tcp, Objects.requireNonNull(tls));
    };
  }

  private HttpServer server() {
    HttpServer running = server;
    if (running == null) {
      Engine served = engine.get();
      running =
          new HttpServer(
              DockerApi.router(served, environment),
              new HttpServer.Settings(
                  DockerApi.headers(served.system().version().path("Version").asText()),
                  MOST_CONNECTIONS,
                  log));
      running.onDeserted(deserted);
      server = running;
    }
    return running;
  }

  /** In the order in which they came. */
  synchronized List<ApiAddress> addresses() {
    return new ArrayList<>(listeners.keySet());
  }

  /** Whether it serves anywhere, or still has something to do. */
  public synchronized boolean isServing() {
    HttpServer running = server;
    return listeners.size() > lent.size() || running != null && running.isBusy();
  }

  @Override
  public synchronized void close() {
    leave(addresses());
    HttpServer running = server;
    if (running != null) {
      running.close();
    }
  }
}
