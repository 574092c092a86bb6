package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** login, logout, and logins at work. */
@EndToEnd
class LoginIT {

  private static final String PASSWORD = "s3cret:word";
  private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuHR3t7FUNT1H99nlAQFD.ZD8cnc5Jsi2";
  private static Registry registry;

  @TempDir private Path home;
  private final Jdock anyone;
  private Jdock jdock;

  LoginIT(Jdock jdock) {
    this.anyone = jdock;
  }

  @BeforeAll
  static void open() {
    registry = Registry.withUser("ann", HASH);
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @BeforeEach
  void ownConfig() {
    jdock = anyone.with("DOCKER_CONFIG", home.toString());
  }

  private Path config() {
    return home.resolve("config.json");
  }

  private Result login() {
    return jdock.runWithInput(
        PASSWORD + "\n", "login", "-u", "ann", "--password-stdin", registry.host());
  }

  private String kept() {
    return "{\n\t\"auths\": {\n\t\t\""
        + registry.host()
        + "\": {\n\t\t\t\"auth\": \"YW5uOnMzY3JldDp3b3Jk\"\n\t\t}\n\t}\n}";
  }

  @Test
  void keepsWhatTheRegistryAccepts() throws IOException {
    login().prints("Login Succeeded").saysOnErr("stored unencrypted in '" + config() + "'");
    assertThat(config()).hasContent(kept());
    assertThat(Files.getPosixFilePermissions(config()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    jdock
        .run("login", registry.host())
        .prints("Login Succeeded")
        .saysOnErr("Authenticating with existing credentials... [Username: ann]");
    jdock
        .run("logout", registry.host())
        .prints("Removing login credentials for " + registry.host());
    assertThat(config()).hasContent("{\n\t\"auths\": {}\n}");
  }

  @Test
  void homeThatTakesNoFileIsSaidInOneLine() {
    Result result =
        anyone
            .with("DOCKER_CONFIG", "")
            .with("HOME", "/proc/x")
            .runWithInput(
                PASSWORD + "\n", "login", "-u", "ann", "--password-stdin", registry.host())
            .exits(1);
    assertThat(result.err().lines().toList().getLast())
        .isEqualTo(
            "Error saving credentials: cannot write /proc/x/.docker/config.json: no such file or directory");
    assertThat(anyone.with("HOME", "/proc/x").run("ps").ok().err()).isEmpty();
  }

  @Test
  void refusesAWrongPassword() {
    jdock
        .run("login", "-u", "ann", "-p", "wrong", registry.host())
        .exits(1)
        .saysOnErr("WARNING! Using --password via the CLI is insecure. Use --password-stdin.")
        .saysOnErr(
            "Error response from daemon: login attempt to http://"
                + registry.host()
                + "/v2/ failed with status: 401 Unauthorized");
    assertThat(config()).doesNotExist();
  }

  @Test
  void refusesFlagsThatDoNotFit() {
    jdock
        .run("login", registry.host())
        .exits(1)
        .saysOnErr("Error: Cannot perform an interactive login from a non TTY device");
    jdock
        .run("login", "--password-stdin", registry.host())
        .exits(1)
        .saysOnErr("the --password-stdin option requires --username to be set");
    Result conflict =
        jdock
            .run("login", "-u", "a", "-p", "b", "--password-stdin", registry.host())
            .exits(1)
            .saysOnErr("conflicting options: cannot specify both --password and --password-stdin");
    assertThat(conflict.err()).doesNotContain("WARNING");
  }

  @Test
  void asksAtATerminalWithoutShowingThePassword() {
    try (Terminal terminal = jdock.terminal(24, 80, "login", registry.host())) {
      terminal.awaitText("Username: ").type("ann\r").awaitText("Password: ");
      Result result = terminal.type(PASSWORD + "\r").await();
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).contains("Login Succeeded").doesNotContain(PASSWORD);
    }
    assertThat(config()).hasContent(kept());
  }

  @Test
  void keepsWhatElseIsInTheFileAndItsLink() throws IOException {
    Path real = Host.write(home.resolve("elsewhere/real.json"), "{\"psFormat\":\"{{.ID}}\"}");
    Files.createSymbolicLink(config(), real);
    login().ok();
    assertThat(config()).isSymbolicLink();
    assertThat(Host.read(real)).contains("psFormat").contains("YW5uOnMzY3JldDp3b3Jk");
  }

  @Test
  void leavesLoginsToACredentialHelper() throws IOException {
    Path safe = home.resolve("safe");
    Path helper =
        Host.write(
            home.resolve("bin/docker-credential-test"),
            """
            #!/bin/sh
            case $1 in
              store) cat >%1$s ;;
              get) cat >/dev/null
                if [ -e %1$s ]; then cat %1$s; else
                  echo credentials not found in native keychain; exit 1; fi ;;
              erase) cat >/dev/null; rm -f %1$s ;;
            esac
            """
                .formatted(safe));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    Host.write(config(), "{\"credsStore\": \"test\"}");
    jdock = jdock.with("PATH", helper.getParent() + ":" + System.getenv("PATH"));
    Result result = login();
    result.prints("Login Succeeded");
    assertThat(result.err()).doesNotContain("unencrypted");
    assertThat(Host.read(safe)).contains(PASSWORD);
    assertThat(Host.read(config())).contains(registry.host()).doesNotContain("YW5u");
    jdock
        .run("pull", registry.host() + "/nosuch")
        .exits(1)
        .saysOnErr("manifest unknown: manifest unknown");
    jdock.run("logout", registry.host()).ok();
    assertThat(safe).doesNotExist();
  }

  @Test
  void sayWhenAHelperIsMissing() {
    Host.write(config(), "{\"credsStore\": \"nosuch\"}");
    login()
        .exits(1)
        .saysOnErr("Error saving credentials: error storing credentials - err: exec:")
        .saysOnErr("executable file not found in $PATH");
  }

  @Test
  void pullsWithTheLoginOnly() {
    jdock.run("pull", registry.host() + "/nosuch").exits(1).saysOnErr("no basic auth credentials");
    login().ok();
    jdock
        .run("pull", registry.host() + "/nosuch")
        .exits(1)
        .saysOnErr("manifest for " + registry.host() + "/nosuch:latest not found");
  }
}
