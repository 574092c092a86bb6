package dev.jdock.e2e;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL in one container, its clients in others, its data in a volume. */
@EndToEnd
@Tag("tutorial")
@Timeout(1200)
class DatabaseIT {
  private static final String SERVE =
      """
      #!/bin/sh
      set -e
      if [ ! -e /data/PG_VERSION ]; then
        /usr/lib/postgresql/15/bin/initdb -A trust -D /data >/dev/null
        echo 'host all all all trust' >>/data/pg_hba.conf
      fi
      exec /usr/lib/postgresql/15/bin/postgres -D /data -c listen_addresses='*' -c unix_socket_directories=/tmp
      """;

  private final Jdock jdock;
  private final String server;
  private String image = "";
  private String network = "";
  @TempDir private Path folder = Path.of("");

  DatabaseIT(Jdock jdock) {
    this.jdock = jdock;
    this.server = jdock.container();
  }

  @BeforeEach
  void buildPostgres() {
    assumeThat(Host.get("http://deb.debian.org/debian/dists/bookworm/InRelease"))
        .as("Debian's mirror answers")
        .isPresent();
    Path tar = Suite.cache().resolve("postgres.tar");
    Host.run(
            Duration.ofMinutes(10),
            List.of(Suite.fixture("debian-rootfs"), tar.toString(), "postgresql-15"))
        .ok();
    String debian = jdock.image() + ":postgres";
    jdock.run(Duration.ofMinutes(5), "import", tar.toString(), debian).ok();
    Host.write(folder.resolve("serve"), SERVE);
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        COPY --chmod=755 serve /
        RUN install -d -o postgres -g postgres -m 700 /data
        USER postgres
        CMD ["/serve"]
        """
            .formatted(debian));
    network = jdock.network();
    jdock.run("network", "create", network).ok();
    image = jdock.image();
    jdock.run(Duration.ofMinutes(5), "build", "-t", image, folder.toString()).ok();
  }

  private void serve(String volume) {
    jdock
        .run(
            "run",
            "-d",
            "--name",
            server,
            "--network",
            network,
            "--network-alias",
            "db",
            "-v",
            volume + ":/data",
            image)
        .ok();
    Eventually.that(
        () -> "the database does not answer: " + jdock.logs(server),
        () -> jdock.run("exec", server, "pg_isready", "-q", "-h", "127.0.0.1").exitCode() == 0);
  }

  /** In a container of its own, which finds the server by name. */
  private Result sql(String statement) {
    return jdock.run(
        "run",
        "--rm",
        "--network",
        network,
        image,
        "psql",
        "-h",
        "db",
        "-qAt",
        "-v",
        "ON_ERROR_STOP=1",
        "-c",
        statement);
  }

  private void remove() {
    jdock.run("stop", server).ok();
    jdock.run("rm", "-v", server).ok();
  }

  @Test
  void rowsOutliveTheServerAndComeBackFromAClone() {
    String volume = jdock.volume();
    serve(volume);
    sql("create table t as select generate_series(1, 1000) as n").ok();
    sql("select count(*) from t").prints("1000");
    jdock.run("exec", server, "stat", "-c", "%U %a", "/data").prints("postgres 700");

    jdock.run("rm", "-f", "-v", server).ok();
    serve(volume);
    sql("select count(*), sum(n) from t").prints("1000|500500");
    remove();

    if (jdock.isReal()) {
      return;
    }
    String clone = jdock.volume();
    jdock.run("volume", "clone", volume, clone).ok();
    serve(volume);
    sql("drop table t").ok();
    remove();
    serve(clone);
    sql("select count(*) from t").prints("1000");
    remove();

    Path archive = folder.resolve("data.tar");
    jdock.run("volume", "export", "-o", archive.toString(), clone).ok();
    jdock.run("volume", "rm", volume, clone).ok();
    jdock.runFrom(archive, "volume", "import", volume).ok();
    serve(volume);
    sql("select count(*) from t").prints("1000");
    remove();
  }
}
