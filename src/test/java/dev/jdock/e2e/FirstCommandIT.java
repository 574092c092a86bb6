package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an engine does without until it has answered its first command, and at its end: each of it
 * takes a JVM that has just started 2 to 150 ms, and nobody would see that it has come back.
 */
@EndToEnd
@JdockOnly("Docker's daemon has no JVM")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstCommandIT {

  private static final String FIRST_SYSTEM_CALL = "dev/jdock/linux/libc/Syscalls";
  private static final String READY = "dev/jdock/cli/engine/EngineLog";

  /** Numbers, times and places, jars that are opened, and what is assembled in each process. */
  private static final Pattern SLOW =
      Pattern.compile(
          String.join(
              "|",
              "com/fasterxml/jackson/databind/ObjectMapper",
              "java/math/BigDecimal",
              "java/text/DateFormat",
              "java/text/DecimalFormatSymbols",
              "java/time/zone/ZoneRulesProvider",
              "java/util/Calendar",
              "java/util/ResourceBundle",
              "java/util/TimeZone",
              "jdk/internal/loader/URLClassPath[$]JarLoader",
              "java/lang/runtime/ObjectMethods",
              "java/lang/runtime/SwitchBootstraps",
              "java/lang/invoke/InnerClassLambdaMetafactory",
              "java/lang/invoke/StringConcatFactory[$].*",
              "java/lang/invoke/LambdaForm[$]B?MH[+/].*",
              "jdk/internal/reflect/MethodHandle.*FieldAccessorImpl"));

  private final Jdock suite;
  private TellingEngine engine;

  FirstCommandIT(Jdock jdock) {
    this.suite = jdock;
  }

  @BeforeAll
  void install(@TempDir Path folder) throws IOException {
    engine = new TellingEngine(suite, folder);
  }

  @AfterAll
  void remove() {
    engine.close();
  }

  @Test
  void listNeedsNothingThatIsSlow() throws IOException {
    assertThat(slow(engine.first("ps", "-a"))).isEmpty();
  }

  @Test
  void listOfImagesNeedsNothingThatIsSlow() throws IOException {
    assertThat(slow(engine.first("images"))).isEmpty();
  }

  @Test
  void runNeedsNothingThatIsSlow() throws IOException {
    assertThat(slow(engine.first("run", "--rm", engine.busybox(), "true"))).isEmpty();
  }

  /** A creation time is what one of them is for, so that is seen here. */
  @Test
  void thatIsSeenWhereItIsNeeded() throws IOException {
    assertThat(slow(engine.first("ps", "-a", "--format", "{{.CreatedAt}}")))
        .contains("java/time/zone/ZoneRulesProvider", "jdk/internal/loader/URLClassPath$JarLoader");
  }

  @Test
  void cLibraryIsBoundWithoutReflectionAndLoggers() throws IOException {
    List<String> initialized = engine.firstByMain("ps", "-a");
    assertThat(initialized.subList(0, initialized.indexOf(FIRST_SYSTEM_CALL)))
        .contains("com/kenai/jffi/Foreign")
        .doesNotContain(
            "java/lang/invoke/InvokerBytecodeGenerator",
            "java/util/logging/Logger",
            "jnr/ffi/provider/jffi/NativeRuntime");
  }

  @Test
  void noSecurityProviderAndNoTextOfAnErrorIsLookedForBeforeReady() throws IOException {
    List<String> initialized = engine.firstByMain("ps", "-a");
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
    assertThat(engine.firstByMain("ps", "-a")).doesNotContain("java/lang/System$Logger");
  }

  private static List<String> slow(List<String> initialized) {
    return initialized.stream().filter(SLOW.asMatchPredicate()).toList();
  }
}
