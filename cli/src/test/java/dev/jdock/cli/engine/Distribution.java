package dev.jdock.cli.engine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A small installed jdock whose engine is {@link EngineForTests}, and its launchers. */
final class Distribution {
  private static final Pattern WAITING = Pattern.compile("jdock: waiting for the engine to .*\n");

  private static final Path C_LAUNCHER = Path.of("../native/target/bin/jdock");

  private final Path home;
  private final Path root;
  private final int idleSeconds;

  Distribution(Path folder, String build, int idleSeconds) throws IOException {
    this.home = folder.resolve("home-" + build);
    this.root = folder.resolve("root");
    this.idleSeconds = idleSeconds;
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("libexec"));
    Files.createDirectories(root);
    Files.writeString(home.resolve("lib/build-id"), build + "\n");
    script(
        "libexec/jdock-engine",
        "exec "
            + java()
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow -cp '"
            + System.getProperty("java.class.path")
            + "' dev.jdock.cli.engine.EngineForTests \"$1\" \"$2\" "
            + build);
    script(
        "bin/jdock-java",
        "exec "
            + java()
            + " -XX:TieredStopAtLevel=1 -Djdock.home='"
            + home
            + "' -cp target/classes dev.jdock.cli.launcher.Launcher \"$@\"");
    if (Files.exists(C_LAUNCHER)) {
      Files.copy(C_LAUNCHER, home.resolve("bin/jdock"), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void script(String name, String command) throws IOException {
    Path script = home.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + command + "\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + script);
    }
  }

  private static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }

  /** The launchers that there are on this machine. */
  static List<String> launchers() {
    return Files.exists(C_LAUNCHER) ? List.of("jdock", "jdock-java") : List.of("jdock-java");
  }

  Path root() {
    return root;
  }

  String program(String launcher) {
    return home.resolve("bin/" + launcher).toString();
  }

  /** A launcher about to be started, with pipes unless the test redirects them. */
  ProcessBuilder command(String launcher, String... arguments) {
    List<String> line = Stream.concat(Stream.of(program(launcher)), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(line);
    environment(builder.environment());
    return builder;
  }

  ProcessBuilder shell(String script) {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
    environment(builder.environment());
    return builder;
  }

  private void environment(Map<String, String> environment) {
    environment.put("JDOCK_ROOT", root.toString());
    environment.put("JDOCK_IDLE_SECONDS", Integer.toString(idleSeconds));
    environment.put("GREETING", "grüß dich");
  }

  /** Runs it to its end without any input. That a busy machine let it wait is left out. */
  static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectInput(new File("/dev/null")).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(code(process), out, WAITING.matcher(err).replaceAll(""));
  }

  static int code(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + process);
    }
    return process.exitValue();
  }

  record Result(int code, String out, String err) {}
}
