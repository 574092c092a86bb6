package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The README's first command, built on by a Dockerfile, where no registry can be reached. */
  @Test
  @JdockOnly("Docker needs a registry")
  void jupyterOffline(@TempDir Path folder) throws Exception {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock offline = own.jdock().with("HTTPS_PROXY", "http://127.0.0.1:" + Host.freePort());
      offline.run("import", Suite.cache().resolve("debian.tar").toString(), "debian:bookworm").ok();
      Host.write(folder.resolve("Dockerfile"), "FROM jupyter\nRUN id -u jovyan >/number\n");
      offline
          .in(folder)
          .run(Duration.ofMinutes(15), "build", "-t", "mine", ".")
          .ok()
          .saysOnErr("Taking 'jupyter:latest' for quay.io/jupyter/scipy-notebook:latest")
          .saysOnErr("building 'jupyter:latest' (see jdock recipe show jupyter)");
      assertThat(offline.run("history", "--no-trunc", "jupyter").ok().out())
          .contains("useradd --create-home --uid 1000 --shell /bin/bash jovyan");
      assertThat(offline.format("jupyter", "{{index .Config.Labels \"io.jdock.recipe\"}}"))
          .isEqualTo("jupyter");
      offline.run("rmi", "jupyter").ok();

      Path work = Files.createDirectories(folder.resolve("work"));
      Notebook.write(work.resolve("plot.ipynb"));
      for (Path path : List.of(work, work.resolve("plot.ipynb"))) {
        Files.setAttribute(path, "unix:uid", 1234);
        Files.setAttribute(path, "unix:gid", 1235);
      }
      int port = Host.freePort();
      String mount = work + ":/home/jovyan/work";
      try (Terminal server =
          offline.terminal(
              24, 200, "run", "--name", "nb", "-p", port + ":8888", "-v", mount, "jupyter")) {
        server.awaitText("http://localhost:" + port + "/?token=");
        assertThat(server.text()).as("steps of the recipe").contains("CACHED [jupyter 2/");
        look(offline, server.text(), port, folder);
        offline
            .run("run", "-p", port + ":8888", "jupyter")
            .exits(125)
            .saysOnErr(port + "")
            .saysOnErr("nb");
        server.type("\003");
        assertThat(server.await().exitCode()).isZero();
      }
      for (String file : List.of("plot.ipynb", "plot.png")) {
        assertThat(Files.getAttribute(work.resolve(file), "unix:uid")).as(file).isEqualTo(1234);
        assertThat(Files.getAttribute(work.resolve(file), "unix:gid")).as(file).isEqualTo(1235);
      }
      assertThat(work.resolve("plot.ipynb")).content().contains("\"image/png\":");
    }
  }

  /** A browser from outside, a shell from inside. */
  private static void look(Jdock offline, String shown, int port, Path folder) {
    Matcher page =
        Pattern.compile("http://localhost:" + port + "/\\?token=[0-9a-f]+").matcher(shown);
    assertThat(page.find()).isTrue();
    offline.run("url", "nb").prints(page.group());
    try (Browser browser = Browser.start(folder.resolve("browser"))) {
      Notebook.run(browser, page.group(), "work/plot.ipynb");
    }
    try (Terminal terminal = offline.terminal(24, 80, "exec", "-it", "nb", "bash")) {
      terminal.awaitText("# ").type("stat -c %U /home/jovyan/wo''rk; exit\r");
      terminal.awaitText("jovyan\r\n");
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
