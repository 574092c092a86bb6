package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which parts of the JVM and of libraries an engine does without on its way to {@code ready} and at
 * its end: each of them takes 3 to 40 ms there, and nobody would see that it has come back.
 */
@EndToEnd
@JdockOnly("Docker's daemon has no JVM")
class EngineClassesIT {

  private static final String FIRST_SYSTEM_CALL = "dev/jdock/linux/libc/Syscalls";
  private static final String READY = "dev/jdock/cli/engine/EngineLog";

  private static final Pattern BY_MAIN =
      Pattern.compile("Initializing '([^']+)'.* by thread \"main\"");

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private OwnRoot root;
  private Jdock telling;

  EngineClassesIT(Jdock jdock) {
    this.suite = jdock;
  }

  /** An installation whose engine tells which classes it initialises. */
  @BeforeEach
  void install() throws IOException {
    Path original = Path.of(System.getProperty("jdock.test.command")).toRealPath();
    Path installed = original.getParent().getParent();
    Path home = Files.createDirectory(folder.resolve("jdock"));
    for (String part : List.of("bin", "libexec")) {
      Host.run("cp", "-a", installed.resolve(part).toString(), home.toString()).ok();
    }
    Files.createSymbolicLink(home.resolve("lib"), installed.resolve("lib"));
    Files.writeString(
        home.resolve("libexec/engine.options"),
        "-Xlog:class+init=info:file=" + log() + "\n",
        StandardOpenOption.APPEND);
    root = OwnRoot.of(suite);
    root.jdock().run("create", root.jdock().busybox(), "true").ok();
    root.jdock().run("engine", "stop").ok();
    telling = root.jdock().as(List.of(home.resolve("bin/jdock").toString()));
  }

  @AfterEach
  void remove() {
    root.close();
  }

  private Path log() {
    return folder.resolve("classes");
  }

  @Test
  void nothingIsAssembledBeforeTheFirstSystemCall() throws IOException {
    List<String> initialized = initialized();
    assertThat(initialized.subList(0, initialized.indexOf(FIRST_SYSTEM_CALL)))
        .contains("com/kenai/jffi/Foreign")
        .doesNotContain(
            "java/lang/invoke/InvokerBytecodeGenerator",
            "java/util/logging/Logger",
            "jnr/ffi/provider/jffi/NativeRuntime");
  }

  @Test
  void noSecurityProviderAndNoTextOfAnErrorIsLookedForBeforeReady() throws IOException {
    List<String> initialized = initialized();
    assertThat(initialized.subList(0, initialized.indexOf(READY)))
        .contains("dev/jdock/runtime/network/NetworkIdentity")
        .doesNotContain(
            "java/security/Security",
            "java/security/SecureRandom",
            "jnr/constants/platform/linux/Errno");
  }

  /** That would open every library, one after the other. */
  @Test
  void noLoggerIsLookedForWhenTheEngineLeaves() throws IOException {
    assertThat(initialized()).doesNotContain("java/lang/System$Logger");
  }

  /** By the engine's main thread until it has left, in that order. */
  private List<String> initialized() throws IOException {
    telling.run("ps", "-a").ok();
    telling.run("engine", "stop").ok();
    List<String> initialized =
        BY_MAIN.matcher(Files.readString(log())).results().map(found -> found.group(1)).toList();
    assertThat(initialized).contains(FIRST_SYSTEM_CALL, READY);
    return initialized;
  }
}
