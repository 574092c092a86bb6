package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.command.CommandLineHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code context}: what is compared with Docker's answers to the same command lines. */
class ContextCommandsTest {
  private static final String ADDRESS = CommandLineHarness.ADDRESS;

  private final CommandLineHarness harness = new CommandLineHarness();
  @TempDir private Path folder;

  @BeforeEach
  void ofAUser() {
    harness.environment.put("DOCKER_CONFIG", folder.toString());
    harness.environment.put("JDOCK_INVOKED_AS", "docker");
  }

  private static Result done(String name, String said) {
    return new Result(0, name + "\n", said + "\n");
  }

  private static Result refused(String said) {
    return new Result(1, "", said + "\n");
  }

  @Test
  void theDefaultIsTheEnginesOwnAddress() {
    assertThat(harness.run("context", "inspect", "--format", "{{.Endpoints.docker.Host}}"))
        .isEqualTo(new Result(0, ADDRESS + "\n", ""));
    assertThat(harness.lent).isEqualTo(1);
    assertThat(harness.run("context", "ls", "--format", "json").out())
        .isEqualTo(
            """
            {"Current":true,"Description":"Current DOCKER_HOST based configuration",\
            "DockerEndpoint":"unix:///run/jdock-api/docker.sock","Error":"","Name":"default"}
            """);
    assertThat(harness.run("context", "ls").out())
        .isEqualTo(
            """
            NAME        DESCRIPTION                               DOCKER ENDPOINT                     ERROR
            default *   Current DOCKER_HOST based configuration   unix:///run/jdock-api/docker.sock  \s
            """);
  }

  @Test
  void namesAreToldWithoutServingTheApi() {
    assertThat(harness.run("context", "show")).isEqualTo(new Result(0, "default\n", ""));
    assertThat(harness.run("context", "list", "-q")).isEqualTo(new Result(0, "default\n", ""));
    assertThat(harness.lent).isZero();
  }

  @Test
  void inspectShowsWhereAContextIsKept() {
    harness.run("context", "create", "ci", "--description", "for jobs");
    String id = "1b158839f8aa339e89bb50b1603e90ec68e0fd5565fe10a7cb32729fddf7070a";
    assertThat(harness.run("context", "inspect", "ci", "--format", "{{json .}}").out())
        .isEqualTo(
            """
            {"Name":"ci","Metadata":{"Description":"for jobs"},"Endpoints":{"docker":\
            {"Host":"unix:///run/jdock-api/docker.sock","SkipTLSVerify":false}},"TLSMaterial":{},\
            "Storage":{"MetadataPath":"FOLDER/contexts/meta/ID","TLSPath":"FOLDER/contexts/tls/ID"}}
            """
                .replace("FOLDER", folder.toString())
                .replace("ID", id));
  }

  @Test
  void aContextOfThisEngineIsMadeUsedAndRemoved() throws IOException {
    assertThat(harness.run("context", "create", "ci"))
        .isEqualTo(done("ci", "Successfully created context \"ci\""));
    assertThat(harness.run("context", "create", "ci"))
        .isEqualTo(refused("context \"ci\" already exists"));
    assertThat(harness.run("context", "use", "ci"))
        .isEqualTo(done("ci", "Current context is now \"ci\""));
    assertThat(Files.readString(folder.resolve("config.json")))
        .isEqualTo("{\n\t\"currentContext\": \"ci\"\n}");
    assertThat(harness.run("context", "show").out()).isEqualTo("ci\n");
    assertThat(harness.run("context", "ls", "--format", "{{.Name}} {{.Current}}").out())
        .isEqualTo("ci true\ndefault false\n");
    assertThat(harness.run("context", "rm", "ci"))
        .isEqualTo(refused("context \"ci\" is in use, set -f flag to force remove"));
    assertThat(harness.run("context", "use", "default"))
        .isEqualTo(done("default", "Current context is now \"default\""));
    assertThat(harness.run("context", "rm", "ci", "nosuch"))
        .isEqualTo(new Result(1, "ci\n", "context \"nosuch\" does not exist\n"));
    assertThat(harness.run("context", "ls", "-q").out()).isEqualTo("default\n");
  }

  @Test
  void removalByForceLeadsBackToTheDefault() {
    harness.run("context", "create", "ci");
    harness.run("context", "use", "ci");
    assertThat(harness.run("context", "rm", "-f", "ci", "nosuch"))
        .isEqualTo(new Result(0, "ci\nnosuch\n", ""));
    assertThat(harness.run("context", "show").out()).isEqualTo("default\n");
  }

  @Test
  void aContextThatIsNotThereIsShownAsCurrentWithItsError() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"nosuch\"}");
    assertThat(harness.run("context", "show").out()).isEqualTo("nosuch\n");
    assertThat(harness.run("context", "ls", "--format", "{{.Name}} {{.Current}} {{.Error}}").out())
        .startsWith("default false \nnosuch true context \"nosuch\": context not found: open ")
        .endsWith("…\n");
    assertThat(harness.run("context", "inspect"))
        .satisfies(result -> assertThat(result.out()).isEqualTo("[]\n"))
        .satisfies(result ->
            assertThat(result.err()).startsWith("context \"nosuch\": context not found: open "));
    assertThat(harness.run("context", "use", "default").exitCode()).isZero();
    assertThat(harness.run("context", "show").out()).isEqualTo("default\n");
  }

  @Test
  void noContextLeadsToAnotherEngine() {
    String refusal =
        "jdock: ssh://me@there is another engine, and jdock works with its own alone, "
            + ADDRESS
            + ": use Docker's client for that one";
    assertThat(harness.run("context", "create", "there", "--docker", "host=ssh://me@there"))
        .isEqualTo(refused(refusal));
    assertThat(harness.run("context", "ls", "-q").out()).isEqualTo("default\n");
  }

  @Test
  void oneOfDockersClientIsShownButNotUsed() throws IOException {
    // The SHA-256 of its name.
    Path there =
        folder.resolve(
            "contexts/meta/e244f187f696561d5fd7e00f618e7ba641dc52e3c137380f6fa23a854b773aac");
    Files.createDirectories(there);
    Files.writeString(
        there.resolve("meta.json"),
        "{\"Name\":\"there\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"tcp://a:1\"}}}");
    assertThat(harness.run("context", "ls", "--format", "{{.Name}} {{.DockerEndpoint}}").out())
        .isEqualTo("default " + ADDRESS + "\nthere tcp://a:1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create default | \"default\" is a reserved context name",
        "create x | context name \"x\" is invalid, names are validated against regexp"
            + " \"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$\"",
        "create xy --docker foo=bar | unable to create docker endpoint config: unrecognized config"
            + " key: foo",
        "rm default | context \"default\" cannot be removed",
      })
  void mistakesAreToldInDockersWords(String words, String said) {
    assertThat(harness.run(("context " + words).split(" "))).isEqualTo(refused(said));
  }

  @ParameterizedTest
  @CsvSource({"export default -", "import ab -", "update ab --description x"})
  void whatLeadsElsewhereIsRefusedInASentence(String words) {
    Result result = harness.run(("context " + words).split(" "));
    assertThat(result.err()).startsWith("jdock: contexts are other names of this machine's engine");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void byItsOwnNameJdockSaysThatItStays() {
    harness.environment.remove("JDOCK_INVOKED_AS");
    harness.run("context", "create", "ci");
    assertThat(harness.run("context", "use", "ci").err())
        .startsWith("Current context is now \"ci\"\nWarning: this command line is for the context");
    assertThat(harness.run("context", "show").out()).isEqualTo("default\n");
  }
}
