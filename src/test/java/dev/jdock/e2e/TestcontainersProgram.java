package dev.jdock.e2e;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * What the tests of Java programs do with Testcontainers, in a process of its own: it knows one
 * engine only, the one of its environment, and takes away what it has made when its JVM ends.
 *
 * <p>Arguments: an image of MariaDB, one of PostgreSQL, one of busybox. It prints {@code done}.
 */
final class TestcontainersProgram {
  private TestcontainersProgram() {}

  public static void main(String... images) throws Exception {
    queries(images[0], images[1]);
    files(images[2]);
    imageOfItsOwn(images[2]);
    System.out.println("done");
  }

  private static void queries(String mariadb, String postgres)
      throws SQLException, IOException, InterruptedException {
    try (Network network = Network.newNetwork();
        MariaDBContainer maria =
            new MariaDBContainer(
                DockerImageName.parse(mariadb).asCompatibleSubstituteFor("mariadb"));
        PostgreSQLContainer postgresql =
            new PostgreSQLContainer(
                    DockerImageName.parse(postgres).asCompatibleSubstituteFor("postgres"))
                .withNetwork(network)
                .withNetworkAliases("db")
                .withInitScript("dev/jdock/e2e/rows.sql");
        PostgreSQLContainer neighbour =
            new PostgreSQLContainer(
                DockerImageName.parse(postgres).asCompatibleSubstituteFor("postgres"))) {
      maria.start();
      postgresql.start();
      expect("42", answer(maria, "SELECT 6 * 7"));
      expect(maria.getDatabaseName(), answer(maria, "SELECT DATABASE()"));
      expect("5050", answer(postgresql, "SELECT sum(n) FROM rows"));
      // Not stopped by anybody but the end of the JVM.
      neighbour.withNetwork(network).withCommand("pg_isready", "-h", "db", "-t", "30");
      neighbour.setWaitStrategy(Wait.forLogMessage(".*accepting connections.*", 1));
      neighbour.withStartupCheckStrategy(new OneShotStartupCheckStrategy()).start();
      expect(
          "test\n",
          postgresql
              .execInContainer("psql", "-h", "/tmp", "-U", "test", "-Atc", "SELECT current_user")
              .getStdout());
    }
  }

  private static String answer(JdbcDatabaseContainer<?> server, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.getJdbcUrl(), server.getUsername(), server.getPassword());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void files(String busybox) throws IOException, InterruptedException {
    try (GenericContainer<?> web = new GenericContainer<>(busybox)) {
      web.withCopyToContainer(Transferable.of("hello"), "/www/index.html")
          .withCommand("httpd", "-f", "-p", "80", "-h", "/www")
          .withExposedPorts(80)
          .waitingFor(Wait.forHttp("/"))
          .start();
      web.copyFileToContainer(Transferable.of("later"), "/www/later");
      expect("later", web.copyFileFromContainer("/www/later", s -> new String(s.readAllBytes())));
      expect("3", Integer.toString(web.execInContainer("sh", "-c", "exit 3").getExitCode()));
    }
  }

  private static void imageOfItsOwn(String busybox) {
    ImageFromDockerfile image =
        new ImageFromDockerfile()
            .withFileFromString("said", "built\n")
            .withDockerfileFromBuilder(
                file -> file.from(busybox).copy("said", "/").cmd("cat", "/said").build());
    try (GenericContainer<?> container = new GenericContainer<>(image)) {
      container.withStartupCheckStrategy(new OneShotStartupCheckStrategy()).start();
      expect("built\n", container.getLogs());
    }
  }

  private static void expect(String wanted, String found) {
    if (!wanted.equals(found)) {
      throw new AssertionError("wanted " + wanted + ", not " + found);
    }
  }
}
