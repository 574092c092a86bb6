package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's docker-registry on a free port of the loopback; closing ends it and removes its data.
 */
final class Registry implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("listening on [^ \"]*:(\\d+)");

  private static final String LOOPBACK = "127.0.0.1";

  private final Running process;
  private final Path folder;
  private final String name;
  private final int port;

  private Registry(Running process, Path folder, String name, int port) {
    this.process = process;
    this.folder = folder;
    this.name = name;
    this.port = port;
  }

  /** Plain HTTP, open to everybody. */
  static Registry start() {
    return start("", "");
  }

  /** One user, whose password is only known as a bcrypt hash. */
  static Registry withUser(String user, String bcrypt) {
    Path folder = folder();
    Path file = Host.write(folder.resolve("htpasswd"), user + ":" + bcrypt + "\n");
    return start(
        folder,
        LOOPBACK,
        "",
        """
        auth:
          htpasswd:
            realm: jdock tests
            path: %s
        """
            .formatted(file));
  }

  /**
   * @param http further lines of the section {@code http}, indented by two
   * @param more further sections
   */
  static Registry start(String http, String more) {
    return start(folder(), LOOPBACK, http, more);
  }

  /** Plain HTTP, by another name for this machine. */
  static Registry plain(String name) {
    return start(folder(), name, "", "");
  }

  /**
   * TLS with a certificate of its own.
   *
   * @param name for this machine
   * @param http further lines of the section {@code http.tls}, indented by four
   */
  static Registry withTls(String name, Authority.Issued certificate, String http) {
    String tls =
        """
          tls:
            certificate: %s
            key: %s
        """
            .formatted(certificate.certificate(), certificate.key());
    return start(folder(), name, tls + http, "");
  }

  private static Registry start(Path folder, String name, String http, String more) {
    Path config =
        Host.write(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log:
              accesslog:
                disabled: true
              level: info
            storage:
              filesystem:
                rootdirectory: %s
              delete:
                enabled: true
              maintenance:
                uploadpurging:
                  enabled: false
            http:
              addr: 127.0.0.1:0
            %s%s\
            """
                .formatted(folder.resolve("data"), http, more));
    List<String> command = List.of("docker-registry", "serve", config.toString());
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // It takes any REGISTRY_… variable for a setting.
      builder.environment().keySet().removeIf(variable -> variable.startsWith("REGISTRY_"));
      Running process = new Running(command, builder.start());
      process.awaitOut("listening on ");
      Matcher matcher = LISTENING.matcher(process.outSoFar());
      if (!matcher.find()) {
        process.close();
        throw new AssertionError("no port in: " + process.outSoFar());
      }
      return new Registry(process, folder, name, Integer.parseInt(matcher.group(1)));
    } catch (IOException e) {
      Host.deleteTree(folder);
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("jdock-e2e-registry-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What image names begin with: {@code 127.0.0.1:PORT}, usually. */
  String host() {
    return name + ":" + port;
  }

  int port() {
    return port;
  }

  /** Where it keeps a blob's bytes, to spoil them. */
  Path blob(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return folder.resolve(
        "data/docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
  }

  /** What it has logged until now. */
  String log() {
    return process.outSoFar();
  }

  @Override
  public void close() {
    process.stop();
    Host.deleteTree(folder);
  }
}
