package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An installation whose engine tells which classes it initialises, over a root with the small image
 * and a container, and with no engine running.
 */
final class TellingEngine implements AutoCloseable {
  private static final Pattern INITIALIZED =
      Pattern.compile("Initializing '([^']+)'.* by thread \"([^\"]*)\"");

  private final Path log;
  private final OwnRoot root;
  private final Jdock telling;

  TellingEngine(Jdock suite, Path folder) throws IOException {
    Path original = Path.of(System.getProperty("jdock.test.command")).toRealPath();
    Path installed = original.getParent().getParent();
    Path home = Files.createDirectory(folder.resolve("jdock"));
    for (String part : List.of("bin", "libexec")) {
      Host.run("cp", "-a", installed.resolve(part).toString(), home.toString()).ok();
    }
    Files.createSymbolicLink(home.resolve("lib"), installed.resolve("lib"));
    log = folder.resolve("classes");
    Files.writeString(
        home.resolve("libexec/engine.options"),
        "-Xlog:class+init=info:file=" + log + "\n",
        StandardOpenOption.APPEND);
    root = OwnRoot.of(suite);
    root.jdock().run("create", "--label", "a=b", "-p", "80", root.jdock().busybox(), "true").ok();
    root.jdock().run("engine", "stop").ok();
    telling = root.jdock().as(List.of(home.resolve("bin/jdock").toString()));
  }

  String busybox() {
    return root.jdock().busybox();
  }

  /** What the engine of such a first command initialises until it has left, in that order. */
  List<String> first(String... command) throws IOException {
    return told(command, false);
  }

  /** Of these what its main thread does. */
  List<String> firstByMain(String... command) throws IOException {
    return told(command, true);
  }

  private List<String> told(String[] command, boolean main) throws IOException {
    telling.run(command).ok();
    telling.run("engine", "stop").ok();
    List<String> initialized =
        INITIALIZED
            .matcher(Files.readString(log))
            .results()
            .filter(found -> !main || found.group(2).equals("main"))
            .map(found -> found.group(1))
            .toList();
    assertThat(initialized).contains("dev/jdock/cli/engine/EngineLog");
    return initialized;
  }

  @Override
  public void close() {
    root.close();
  }
}
