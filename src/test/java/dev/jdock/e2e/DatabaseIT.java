package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases in containers: by the command line, with their data in volumes, and as Testcontainers
 * makes them over the API for the tests of a Java program.
 */
@EndToEnd
@JdockOnly("starts an engine of its own")
@Tag("tutorial")
@Timeout(1200)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseIT {
  private static final String POSTGRES = "jdock-e2e-postgres";
  private static final String MARIADB = "jdock-e2e-mariadb";
  private static final String NETWORK = "databases";

  private final ApiEngine engine;
  private final Jdock jdock;
  private final String server = "server";

  DatabaseIT(Jdock suite) {
    this.engine = ApiEngine.of(suite);
    this.jdock = engine.jdock();
  }

  @BeforeAll
  void buildImages() {
    assumeThat(Host.get("http://deb.debian.org/debian/dists/bookworm/InRelease"))
        .as("Debian's mirror answers")
        .isPresent();
    Path tar = Suite.cache().resolve("databases.tar");
    Host.run(
            Duration.ofMinutes(10),
            List.of(Suite.fixture("debian-rootfs"), tar.toString(), "postgresql-15,mariadb-server"))
        .ok();
    jdock.run(Duration.ofMinutes(5), "import", tar.toString(), "debian:databases").ok();
    build(POSTGRES, "postgres");
    build(MARIADB, "mariadb");
    jdock.run("network", "create", NETWORK).ok();
  }

  private void build(String image, String target) {
    jdock
        .run(
            Duration.ofMinutes(2),
            "build",
            "-t",
            image,
            "--target",
            target,
            "--build-arg",
            "DEBIAN=debian:databases",
            Suite.fixture("databases"))
        .ok();
  }

  @AfterAll
  void removeEngine() {
    engine.close();
  }

  private void serve(String volume) {
    jdock
        .run(
            "run",
            "-d",
            "--name",
            server,
            "--network",
            NETWORK,
            "--network-alias",
            "db",
            "-e",
            "POSTGRES_HOST_AUTH_METHOD=trust",
            "-v",
            volume + ":/data",
            POSTGRES)
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
        NETWORK,
        POSTGRES,
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
  void rowsOutliveTheServerAndComeBackFromAClone(@TempDir Path folder) {
    String volume = "rows";
    serve(volume);
    sql("create table t as select generate_series(1, 1000) as n").ok();
    sql("select count(*) from t").prints("1000");
    jdock.run("exec", server, "stat", "-c", "%U %a", "/data").prints("postgres 700");

    jdock.run("rm", "-f", "-v", server).ok();
    serve(volume);
    sql("select count(*), sum(n) from t").prints("1000|500500");
    remove();

    String clone = "clone";
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

  @Test
  void testcontainersStartsThemForAProgramAndTakesThemAway() {
    Result program =
        Host.run(
            Path.of("/"),
            Map.of(
                "DOCKER_HOST",
                engine.address(),
                // Its reaper's image is on Docker Hub; without it containers go when the JVM ends.
                "TESTCONTAINERS_RYUK_DISABLED",
                "true"),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TestcontainersProgram.class.getName(),
            MARIADB,
            POSTGRES,
            jdock.busybox());
    assertThat(program.ok().out()).endsWith("done\n");
    assertThat(jdock.run("ps", "-aq").lines()).isEmpty();
    assertThat(jdock.run("network", "ls", "-q", "--filter", "label=org.testcontainers").lines())
        .isEmpty();
  }
}
