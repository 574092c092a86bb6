package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's ssh server on this machine's loopback interface, for root with one key. {@code
 * .ci/clients} fetches it. All that it reads and writes lies in one folder: its account and its run
 * directory are there in its own mount namespace alone.
 */
final class SshServer implements AutoCloseable {
  private static final String START =
      """
      set -e
      { cat /etc/passwd; echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin'; } > passwd
      mount --bind passwd /etc/passwd
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir /run/sshd
      exec "$0" -D -e -f config
      """;

  private static final String CONFIGURATION =
      """
      ListenAddress 127.0.0.1
      Port %1$d
      HostKey %2$s/host
      AuthorizedKeysFile %2$s/key.pub
      StrictModes no
      UsePAM no
      PidFile none
      PermitRootLogin prohibit-password
      PermitUserRC no
      """;

  private final Path folder;
  private final int port = Host.freePort();
  private final Process server;
  private final Process agent;

  private SshServer(Path folder) throws IOException {
    this.folder = folder;
    for (String key : List.of("host", "key")) {
      String file = folder.resolve(key).toString();
      Host.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file).ok();
    }
    Host.write(folder.resolve("config"), CONFIGURATION.formatted(port, folder));
    var builder =
        new ProcessBuilder("unshare", "-m", "sh", "-c", START, program().toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    Path libraries = files().resolve("usr/lib/x86_64-linux-gnu");
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    server = builder.start();
    agent = new ProcessBuilder("ssh-agent", "-D", "-a", agentSocket().toString()).start();
  }

  /**
   * @param folder empty, for its keys and its log
   */
  static SshServer start(Path folder) {
    try {
      var started = new SshServer(folder);
      try {
        Eventually.that(started::log, () -> started.log().contains("Server listening"));
        Eventually.that(() -> "no agent", () -> Files.exists(started.agentSocket()));
        Host.run(
                "env",
                "SSH_AUTH_SOCK=" + started.agentSocket(),
                "ssh-add",
                "-q",
                folder.resolve("key").toString())
            .ok();
        return started;
      } catch (AssertionError e) {
        started.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path files() {
    return Path.of(System.getProperty("jdock.test.clients", "target/clients"), "ssh")
        .toAbsolutePath();
  }

  private static Path program() {
    return files().resolve("usr/sbin/sshd");
  }

  /** Whether there is one on this machine. */
  static boolean isThere() {
    return Files.isExecutable(program());
  }

  String log() {
    try {
      Path log = folder.resolve("log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of an agent that has the key. */
  Path agentSocket() {
    return folder.resolve("agent");
  }

  /** How git calls a folder there. */
  String address(Path repository) {
    return "ssh://root@127.0.0.1:" + port + repository;
  }

  @Override
  public void close() {
    agent.destroy();
    server.destroy();
    try {
      agent.waitFor();
      server.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
