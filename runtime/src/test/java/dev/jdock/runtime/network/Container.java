package dev.jdock.runtime.network;

import dev.jdock.linux.namespace.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/** A process that sleeps in a network namespace of its own: as much container as networks need. */
final class Container implements AutoCloseable {
  private final String id;
  private final Process process;
  private final NetworkNamespace namespace;

  private Container(String id, Process process) {
    this.id = id;
    this.process = process;
    this.namespace = NetworkNamespace.of(process.pid());
  }

  static Container start(String name) {
    try {
      // The line is printed from inside the new namespace.
      Process process =
          new ProcessBuilder("unshare", "-n", "sh", "-c", "echo in; exec sleep 600").start();
      if (!"in".equals(process.inputReader().readLine())) {
        throw new IllegalStateException("unshare failed");
      }
      return new Container(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String id() {
    return id;
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  <T> T call(Callable<T> body) {
    return namespace.call(body);
  }

  @Override
  public void close() {
    namespace.close();
    process.destroyForcibly().onExit().join();
  }
}
