package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git repositories by ssh: as contexts and in ADD, signed for by the agent that the user lends. */
@EndToEnd
class BuildSshIT {
  private final Jdock jdock;
  @TempDir Path context = Path.of("");
  @TempDir Path served = Path.of("");
  @TempDir Path secure = Path.of("");
  @TempDir Path home = Path.of("");
  private SshServer server;
  private String address = "";
  private RevCommit commit;

  BuildSshIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void serve() throws Exception {
    assumeTrue(SshServer.isThere(), ".ci/clients src/test/target/clients fetches an ssh server");
    Host.write(served.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nCOPY a.txt /\n");
    Host.write(served.resolve("a.txt"), "by ssh\n");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(served.toFile()).call()) {
      git.add().addFilepattern(".").call();
      commit = git.commit().setMessage("one").setAuthor("a", "a@x").setCommitter("a", "a@x").call();
    }
    server = SshServer.start(secure);
    address = server.address(served);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Jdock user() {
    return jdock.with("HOME", home.toString());
  }

  private Jdock userWithAgent() {
    return user().with("SSH_AUTH_SOCK", server.agentSocket().toString());
  }

  private String added() {
    Host.write(
        context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nADD " + address + " /r\n");
    return context.toString();
  }

  @Test
  void aContextIsARepositoryThatTheAgentSignsFor() {
    String image = jdock.image();
    userWithAgent().run("build", "-t", image, address + "#main").ok();
    jdock.run("run", "--rm", image, "cat", "/a.txt").prints("by ssh");
    userWithAgent()
        .run("build", "-t", image, "--ssh", "default", address + "#" + commit.name())
        .ok();
    assertThat(server.log()).contains("Accepted publickey for root");
    user()
        .with("SSH_AUTH_SOCK", "")
        .run("build", address)
        .exits(1)
        .saysOnErr("no SSH key \"default\" forwarded from the client");
    assertThat(Files.exists(home.resolve(".ssh"))).isFalse();
  }

  @Test
  void addTakesARepositoryByAForwardedAgent() {
    String image = jdock.image();
    String folder = added();
    userWithAgent().run("build", "-t", image, "--ssh", "default", folder).ok();
    jdock.run("run", "--rm", image, "cat", "/r/a.txt").prints("by ssh");
    String key = secure.resolve("key").toString();
    user().run("build", "--no-cache", "-t", image, "--ssh", "default=" + key, folder).ok();
    userWithAgent()
        .run("build", "--no-cache", folder)
        .exits(1)
        .saysOnErr("no SSH key \"default\" forwarded from the client");
  }

  @Test
  void aKeyThatTheServerDoesNotKnowIsRefused() {
    String other = secure.resolve("other").toString();
    Host.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other).ok();
    user()
        .run("build", "--ssh", "default=" + other, added())
        .exits(1)
        .saysOnErr("Permission denied (publickey");
  }
}
