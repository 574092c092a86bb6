package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What newcomers are told to type, with real parts: Debian, Jupyter, nginx, a browser. */
@EndToEnd
@Tag("tutorial")
@Timeout(1200)
class TutorialIT {

  private final Jdock jdock;
  private String debian = "";

  TutorialIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void importDebian() {
    assumeThat(Host.get("http://deb.debian.org/debian/dists/bookworm/InRelease"))
        .as("Debian's mirror answers")
        .isPresent();
    Path tar = Suite.cache().resolve("debian.tar");
    Host.run(Duration.ofMinutes(5), List.of(Suite.fixture("debian-rootfs"), tar.toString())).ok();
    debian = jdock.image() + ":bookworm";
    jdock.run("import", tar.toString(), debian).ok();
  }

  @Test
  void jupyter(@TempDir Path folder) {
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        RUN apt-get update && apt-get install -y --no-install-recommends jupyter-notebook
        RUN useradd -ms /bin/bash jupyter
        USER jupyter
        WORKDIR /home/jupyter
        RUN touch found-by-the-browser.txt
        ENTRYPOINT ["jupyter","notebook","--ip=0.0.0.0"]
        """
            .formatted(debian));
    String image = jdock.image();
    jdock.in(folder).run(Duration.ofMinutes(15), "build", ".", "-t", image).ok();
    String id = jdock.format(image, "{{.Id}}");
    jdock.in(folder).run("build", "-t", image, ".").ok();
    assertThat(jdock.format(image, "{{.Id}}")).as("second build is cached").isEqualTo(id);
    assertThat(jdock.run("history", image).ok().out()).contains("useradd -ms /bin/bash jupyter");

    int port = Host.freePort();
    String name = jdock.container();
    try (Terminal server =
        jdock.terminal(24, 200, "run", "-it", "--name", name, "-p", port + ":8888", image)) {
      server.awaitText("token=");
      look(name, port, folder);
      server.type("\003").awaitText("Shut").type("\003");
      assertThat(server.await().exitCode()).isZero();
    }
    assertThat(jdock.run("ps", "-a", "-f", "name=" + name).ok().out()).contains("Exited (0)");
    jdock.run("rm", name).prints(name);
    jdock.run("rmi", image).ok().saysOnOut("Untagged: " + image + ":latest");
  }

  /** A browser from outside, a shell from inside. */
  private void look(String name, int port, Path folder) {
    jdock.awaitLog(name, "token=");
    String log = jdock.logs(name);
    String token = log.substring(log.indexOf("token=") + 6).split("\\s", 2)[0];
    String url = "http://127.0.0.1:" + port + "/tree?token=" + token;
    Host.awaitPage(url, "Jupyter");
    Result page =
        Host.run(
            Duration.ofMinutes(2),
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--virtual-time-budget=20000",
                "--user-data-dir=" + folder.resolve("browser"),
                "--dump-dom",
                url));
    assertThat(page.ok().out()).contains("found-by-the-browser.txt");
    try (Terminal terminal = jdock.terminal(24, 80, "exec", "-it", name, "bash")) {
      terminal.awaitText("$ ").type("who''ami; exit\r").awaitText("jupyter\r\n");
      terminal.await();
    }
  }

  @Test
  void nginx(@TempDir Path folder) {
    Host.write(folder.resolve("html/index.html"), "<h1>copied</h1>\n");
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        RUN apt-get update && apt-get install -y --no-install-recommends nginx-light && rm -f /var/www/html/*
        COPY html/index.html /usr/share/nginx/html/index.html
        RUN sed -i 's,root /var/www/html,root /usr/share/nginx/html,' /etc/nginx/sites-enabled/default
        EXPOSE 80
        CMD ["nginx", "-g", "daemon off;"]
        """
            .formatted(debian));
    String image = jdock.image();
    jdock.run(Duration.ofMinutes(10), "build", "-t", image, folder.toString()).ok();
    int port = Host.freePort();
    String name = jdock.container();
    String url = "http://127.0.0.1:" + port + "/";
    jdock
        .terminal(24, 80, "run", "-d", "-it", "--rm", "--name", name, "-p", port + ":80", image)
        .await()
        .ok();
    Host.awaitPage(url, "copied");
    jdock.run("stop", name).prints(name);
    String edited = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            edited,
            "-p",
            port + ":80",
            "-v",
            folder.resolve("html") + ":/usr/share/nginx/html",
            image)
        .ok();
    Host.awaitPage(url, "copied");
    Host.write(folder.resolve("html/index.html"), "<h1>edited</h1>\n");
    Host.awaitPage(url, "edited");
  }

  @Test
  void scriptImage(@TempDir Path folder) {
    Host.write(folder.resolve("date-script.sh"), "date +%Y\n");
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM %s\nLABEL maintainer=me\nCOPY date-script.sh /\nCMD sh date-script.sh\n"
            .formatted(debian));
    String image = jdock.image();
    jdock.run("build", "-t", image, folder.toString()).ok();
    assertThat(jdock.run("run", "--rm", image).text()).matches("\\d{4}");
  }
}
