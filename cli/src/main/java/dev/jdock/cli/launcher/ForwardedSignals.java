package dev.jdock.cli.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Signals of the launcher's process, which mean the command in the engine. */
final class ForwardedSignals {
  /** QUIT and USR2 belong to the JVM: only the C launcher passes those on. */
  private static final List<String> NAMES =
      List.of("INT", "TERM", "HUP", "QUIT", "WINCH", "CONT", "TSTP", "USR1", "USR2");

  private ForwardedSignals() {}

  /**
   * Through reflection: sun.misc.Signal is the only way there is, and javac's warning about its
   * name cannot be turned off where warnings fail the build.
   */
  static List<String> install(Connection connection) {
    List<String> refused = new ArrayList<>();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object forward =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                forward(connection, arguments[0].toString().substring("SIG".length()));
                return null;
              });
      Method handle = signal.getMethod("handle", signal, handler);
      for (String name : NAMES) {
        Object number = signal.getConstructor(String.class).newInstance(name);
        try {
          handle.invoke(null, number, forward);
        } catch (InvocationTargetException e) {
          refused.add(name);
        }
      }
      return refused;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a JDK without sun.misc.Signal", e);
    }
  }

  private static void forward(Connection connection, String name) {
    try {
      connection.send(Frame.of(Frame.SIGNAL, name));
    } catch (IOException e) {
      // The engine is gone: the reader of the connection says so.
    }
  }

  /** SIGSTOP to this process; the JDK cannot send it, every shell can. */
  static void suspend() throws IOException {
    run("kill -STOP $PPID");
  }

  /** What a killed engine cannot do any more: leaves raw mode, if the input is a terminal. */
  static void repairTerminal() throws IOException {
    run("[ ! -t 0 ] || stty sane");
  }

  private static void run(String script) throws IOException {
    try {
      new ProcessBuilder("/bin/sh", "-c", script).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
