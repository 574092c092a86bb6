package dev.jdock.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code jdock} program where there was no C compiler to build the small one. Behaves as {@code
 * native/src/main/c/jdock.c} does, frame by frame.
 */
public final class Launcher {
  private static final int FAILED = 125;

  /** An engine that is just leaving does not greet: start another one, but not for ever. */
  private static final int ATTEMPTS = 5;

  private final Path home;
  private final Map<String, String> environment;
  private final List<String> arguments;

  private Launcher(Path home, Map<String, String> environment, List<String> arguments) {
    this.home = home;
    this.environment = environment;
    this.arguments = arguments;
  }

  @SuppressWarnings("SystemExitOutsideMain") // halt: no shutdown hooks, so no time spent in them
  public static void main(String[] arguments) {
    int code;
    try {
      Path home = Path.of(System.getProperty("jdock.home", "."));
      code = new Launcher(home, System.getenv(), List.of(arguments)).run();
    } catch (IOException e) {
      System.err.println("jdock: " + e.getMessage());
      code = FAILED;
    }
    Runtime.getRuntime().halt(code);
  }

  private int run() throws IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new IOException("jdock needs root for now: try sudo jdock");
    }
    EnginePaths paths = EnginePaths.of(environment.get("JDOCK_ROOT"));
    Patience patience = Patience.of(environment.get("JDOCK_WAIT_SECONDS"), paths.log());
    String build = Files.readString(home.resolve("lib/build-id")).strip();
    boolean anyBuild = false;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      patience.awaits("start");
      Connection connection = connect(paths);
      if (connection == null && asksOnly()) {
        return absent();
      }
      if (connection == null) {
        continue;
      }
      try (connection) {
        patience.awaits("answer");
        if (connection.hello() && (anyBuild || asksOnly() || connection.build().equals(build))) {
          patience.end();
          int code = connection.command(Request.ofThisProcess(arguments.size()), stops());
          if (code == 0 && stops()) {
            Patience.of(environment.get("JDOCK_WAIT_SECONDS"), paths.log()).awaits("leave");
            connection.awaitEnd();
          }
          return code;
        }
        if (connection.greeted()) {
          connection.requireKnownState();
          patience.awaits("leave");
          anyBuild = !connection.quit();
        }
        if (anyBuild) {
          System.err.println(otherBuild(connection));
        }
      }
    }
    throw new IOException("the engine keeps leaving: see " + paths.log());
  }

  private static String otherBuild(Connection connection) {
    return "jdock: the engine of process %s is another build and has work to do; `jdock engine stop` ends it"
        .formatted(connection.pid());
  }

  private @Nullable Connection connect(EnginePaths paths) throws IOException {
    Connection connection = Connection.open(paths.socket());
    if (connection != null || asksOnly()) {
      return connection;
    }
    return new EngineStart(home, paths, arguments.isEmpty() ? "" : arguments.getFirst()).connect();
  }

  /** Commands about the engine that must not start one. */
  private boolean asksOnly() {
    return stops() || isEngineCommand("status");
  }

  private boolean stops() {
    return isEngineCommand("stop");
  }

  private boolean isEngineCommand(String verb) {
    return arguments.size() >= 2
        && arguments.get(0).equals("engine")
        && arguments.get(1).equals(verb);
  }

  private int absent() {
    System.out.write("no engine is running\n".getBytes(StandardCharsets.UTF_8), 0, 21);
    System.out.flush();
    // systemd and LSB: 3 means "not running" in answer to status.
    return stops() ? 0 : 3;
  }
}
