package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** nginx in front of applications that it knows by name, and dig beside them. */
@EndToEnd
@Tag("tutorial")
@Timeout(1200)
class WebFrontIT {
  private static final String CONFIGURATION =
      """
      daemon off;
      events {}
      http {
        resolver 127.0.0.11 valid=1s;
        access_log off;
        server {
          listen 80;
          location / {
            set $application app;
            proxy_pass http://$application$request_uri;
          }
        }
      }
      """;

  private final Jdock jdock;
  @TempDir private Path folder = Path.of("");

  WebFrontIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String front() {
    assumeThat(Host.get("http://deb.debian.org/debian/dists/bookworm/InRelease"))
        .as("Debian's mirror answers")
        .isPresent();
    Path tar = Suite.cache().resolve("nginx.tar");
    Host.run(
            Duration.ofMinutes(10),
            List.of(Suite.fixture("debian-rootfs"), tar.toString(), "nginx-light,bind9-dnsutils"))
        .ok();
    String debian = jdock.image() + ":nginx";
    jdock.run(Duration.ofMinutes(5), "import", tar.toString(), debian).ok();
    Host.write(folder.resolve("nginx.conf"), CONFIGURATION);
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        COPY nginx.conf /etc/nginx/
        CMD ["nginx"]
        """
            .formatted(debian));
    String image = jdock.image();
    jdock.run(Duration.ofMinutes(5), "build", "-t", image, folder.toString()).ok();
    return image;
  }

  private String application(String network, String says) {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            name,
            "--network",
            network,
            "--network-alias",
            "app",
            jdock.busybox(),
            "sh",
            "-c",
            "mkdir /w; echo " + says + " >/w/index.html; exec httpd -f -p 80 -h /w")
        .ok();
    return name;
  }

  private String address(String container, String network) {
    return jdock.format(
        container, "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}");
  }

  @Test
  void nginxFindsApplicationsByNameAsTheyComeAndGo() {
    String image = front();
    String network = jdock.network();
    jdock.run("network", "create", network).ok();
    String first = application(network, "first");
    int port = Host.freePort();
    String front = jdock.container();
    jdock.run("run", "-d", "--name", front, "--network", network, "-p", port + ":80", image).ok();
    String url = "http://127.0.0.1:" + port + "/";
    Eventually.that(
        () -> "the first one does not answer: " + jdock.logs(front),
        () -> Host.get(url).equals(Optional.of("first\n")));

    jdock.run("exec", front, "dig", "+short", "app").prints(address(first, network));
    jdock
        .run("exec", front, "dig", "+short", "-x", address(first, network))
        .saysOnOut("." + network + ".");
    jdock.run("exec", front, "dig", "+short", "+tcp", "app").prints(address(first, network));
    assertThat(jdock.run("exec", front, "dig", "app", "MX").ok().out())
        .contains("status: NOERROR")
        .contains("ANSWER: 0");

    String second = application(network, "second");
    assertThat(jdock.run("exec", front, "dig", "+short", "app").ok().out().lines())
        .containsExactlyInAnyOrder(address(first, network), address(second, network));
    jdock.run("rm", "-f", first).ok();
    Eventually.that(
        () -> "the second one does not answer: " + jdock.logs(front),
        () -> Host.get(url).equals(Optional.of("second\n")));
  }
}
