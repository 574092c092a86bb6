package dev.jdock.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose tokens somebody else gives out. */
@EndToEnd
class TokenLoginIT {

  private static TokenServer tokens;
  private static Registry registry;

  @TempDir private Path home;
  private final Jdock anyone;

  TokenLoginIT(Jdock jdock) {
    this.anyone = jdock;
  }

  @BeforeAll
  static void open() {
    tokens = TokenServer.start();
    registry = tokens.registry();
  }

  @AfterAll
  static void close() {
    registry.close();
    tokens.close();
  }

  @Test
  void pullsAnonymouslyAndPushesWithALogin() {
    Jdock jdock = anyone.with("DOCKER_CONFIG", home.toString());
    String image = registry.host() + "/team/app:1";
    jdock.run("tag", jdock.busybox(), image).ok();
    jdock
        .run("push", image)
        .exits(1)
        .saysOnErr("denied: requested access to the resource is denied");
    jdock
        .run("login", "-u", TokenServer.USER, "-p", "wrong", registry.host())
        .exits(1)
        .saysOnErr("unauthorized: incorrect username or password");
    jdock
        .runWithInput(
            TokenServer.PASSWORD,
            "login",
            "-u",
            TokenServer.USER,
            "--password-stdin",
            registry.host())
        .prints("Login Succeeded");
    jdock.run("push", image).ok();
    jdock.run("logout", registry.host()).ok();
    jdock.run("rmi", image).ok();
    jdock.run("pull", "-q", image).prints(image);
    jdock.run("rmi", image).ok();
  }
}
