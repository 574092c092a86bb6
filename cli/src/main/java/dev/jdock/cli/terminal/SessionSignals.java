package dev.jdock.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The signals of one launcher, passed to the handler in force. */
public final class SessionSignals implements Signals, AutoCloseable {
  /** Those that end a command which does not handle them, with their numbers. */
  private static final Map<String, Integer> ENDING =
      Map.of("HUP", 1, "INT", 2, "QUIT", 3, "TERM", 15);

  private final List<Consumer<String>> handlers = new ArrayList<>();
  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread dispatcher;

  /** The number of a signal that ends a command by default; 0 for the others. */
  public static int ending(String name) {
    return ENDING.getOrDefault(name, 0);
  }

  @Override
  public synchronized Subscription handle(Consumer<String> handler) {
    handlers.add(handler);
    return () -> remove(handler);
  }

  private synchronized void remove(Consumer<String> handler) {
    handlers.remove(handler);
  }

  private synchronized List<Consumer<String>> handlers() {
    return List.copyOf(handlers);
  }

  /** Returns false where no handler is installed: the caller applies the default action. */
  public synchronized boolean deliver(String name) {
    if (handlers.isEmpty()) {
      return false;
    }
    if (dispatcher == null) {
      // Not before: hardly any command gets a signal.
      dispatcher = Thread.ofPlatform().daemon().name("signals").start(this::dispatch);
    }
    return queue.add(name);
  }

  private void dispatch() {
    try {
      while (true) {
        String name = queue.take();
        for (Consumer<String> handler : handlers()) {
          handler.accept(name);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
      return;
    }
  }

  @Override
  public synchronized void close() {
    handlers.clear();
    if (dispatcher != null) {
      dispatcher.interrupt();
    }
  }
}
