package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jdock.e2e.Authority.Issued;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over tcp, with Docker's own client at the other end. */
@EndToEnd
@JdockOnly("it is an engine of its own that listens")
class ApiTlsIT {
  private final Jdock jdock;
  @TempDir private Path folder;
  private Authority authority;
  private Issued server;
  private int port;

  ApiTlsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void certify() {
    authority = Authority.create(folder, "ca");
    server = authority.issue("server", "IP:127.0.0.1");
    port = Host.freePort();
  }

  private Result start(ApiEngine engine, String... flags) {
    List<String> line = new ArrayList<>(List.of("engine", "start", "-H", address()));
    line.addAll(List.of(flags));
    return engine.jdock().run(line.toArray(String[]::new));
  }

  private Result serve(ApiEngine engine) {
    return start(
        engine,
        "--tlsverify",
        "--tlscacert",
        authority.certificate().toString(),
        "--tlscert",
        server.certificate().toString(),
        "--tlskey",
        server.key().toString());
  }

  private String address() {
    return "tcp://127.0.0.1:" + port;
  }

  private Jdock client(ApiEngine engine, Issued certificate) {
    return engine
        .jdock()
        .as(
            List.of(
                "docker",
                "-H",
                address(),
                "--tlsverify",
                "--tlscacert",
                authority.certificate().toString(),
                "--tlscert",
                certificate.certificate().toString(),
                "--tlskey",
                certificate.key().toString()));
  }

  @Test
  void clientsWithACertificateAreServedAndOthersAreNot() {
    assumeTrue(Host.run("docker", "--version").exitCode() == 0, "Docker's client is missing");
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      serve(engine).ok().saysOnOut("export DOCKER_HOST=" + address());
      Jdock docker = client(engine, authority.issue("client", "DNS:client"));
      docker.run("run", "--rm", jdock.busybox(), "echo", "hi").prints("hi");
      docker
          .runWithInput(
              "in", "run", "--rm", "-i", jdock.busybox(), "sh", "-c", "cat; echo; echo after")
          .prints("in\nafter");
      docker.run("run", "-d", "--name", "there", jdock.busybox(), "sleep", "1000").ok();
      docker.runWithInput("to exec\n", "exec", "-i", "there", "cat").prints("to exec");
      docker.run("rm", "-f", "there").ok();
      int before = engine.descriptors();
      Issued stranger = Authority.create(folder, "other").issue("stranger", "DNS:client");
      assertThat(client(engine, stranger).run("ps").exitCode()).isNotZero();
      assertThat(Host.run("docker", "-H", address(), "ps").exitCode()).isNotZero();
      assertThat(Host.run("curl", "-s", "http://127.0.0.1:" + port + "/_ping").exitCode())
          .isNotZero();
      assertThat(Host.run("curl", "-sk", "https://127.0.0.1:" + port + "/_ping").out()).isEmpty();
      Eventually.that(
          () -> engine.descriptors() + " open, " + before + " before",
          () -> engine.descriptors() <= before);
    }
  }

  @Test
  void tcpWithoutCertificatesOfClientsIsRefused() {
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      assertThat(start(engine).exits(1).err()).contains("tcp without tlsverify is not supported");
      assertThat(start(engine, "--tls").exits(1).err()).contains("without tlsverify");
      assertThat(
              start(
                      engine,
                      "--tlsverify",
                      "--tlscacert",
                      "/nonexistent",
                      "--tlscert",
                      "/nonexistent")
                  .exits(1)
                  .err())
          .contains("cannot serve with TLS: tlscert: no such file or directory");
    }
  }
}
