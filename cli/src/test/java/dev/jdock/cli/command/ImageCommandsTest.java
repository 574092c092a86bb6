package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.runtime.engine.ImageSummary;
import dev.jdock.runtime.engine.ImportRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageCommandsTest {
  private static final String WEB = "sha256:" + "1a".repeat(32);
  private static final String OLD = "sha256:" + "2b".repeat(32);
  private static final Instant NOW = Instant.now();

  private final CommandLineHarness harness = new CommandLineHarness();

  @TempDir private Path folder;

  @BeforeEach
  void answer() {
    Image web =
        image(
            WEB,
            List.of("registry.test:5000/web:1", "web:latest"),
            List.of("web@sha256:" + "3c".repeat(32)),
            NOW.minusSeconds(7200));
    Image old = image(OLD, List.of(), List.of(), NOW.minusSeconds(3 * 86400));
    harness.engine.answer(
        "list", List.of(new ImageSummary(web, -1, 0), new ImageSummary(old, -1, 0)));
    harness.engine.answer("find", arguments -> web);
  }

  private static Image image(String id, List<String> names, List<String> digests, Instant created) {
    return new Image(
        id,
        names,
        digests,
        null,
        created,
        "amd64",
        "linux",
        null,
        "",
        "",
        ImageConfig.empty(),
        List.of(),
        List.of(),
        72_800_000);
  }

  @Test
  void listsEveryNameOfEveryImage() {
    assertThat(harness.run("images").out())
        .isEqualTo(
            """
            REPOSITORY               TAG       IMAGE ID       CREATED       SIZE
            registry.test:5000/web   1         1a1a1a1a1a1a   2 hours ago   72.8MB
            web                      latest    1a1a1a1a1a1a   2 hours ago   72.8MB
            <none>                   <none>    2b2b2b2b2b2b   3 days ago    72.8MB
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images -q                              | 1a1a1a1a1a1a,1a1a1a1a1a1a,2b2b2b2b2b2b
          images -q --format raw                 | image_id: 1a1a1a1a1a1a,image_id: 1a1a1a1a1a1a,image_id: 2b2b2b2b2b2b
          images --format {{.Repository}}:{{.Tag}} | registry.test:5000/web:1,web:latest,<none>:<none>
          """)
  void formats(String line, String expected) {
    assertThat(harness.run(line.split(" ")).out().strip().replace("\n", ",")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images                                 | ImageQuery[all=false, sharedSize=false, filters=Filters[values={}]]
          images -a                              | ImageQuery[all=true, sharedSize=false, filters=Filters[values={}]]
          images --tree                          | ImageQuery[all=true, sharedSize=false, filters=Filters[values={}]]
          images -f dangling=1 -f label=a web    | ImageQuery[all=false, sharedSize=false, filters=Filters[values={dangling=[1], label=[a], reference=[web]}]]
          images -f until=1970-01-02T00:00:00Z   | ImageQuery[all=false, sharedSize=false, filters=Filters[values={until=[86400.000000000]}]]
          images -f until=soon                   | ImageQuery[all=false, sharedSize=false, filters=Filters[values={until=[soon]}]]
          """)
  void filtersAreTheEnginesWork(String line, String query) {
    assertThat(harness.run(line.split(" ")).exitCode()).isZero();
    assertThat(harness.engine.calls).containsExactly("list[" + query + "]");
  }

  @Test
  void quietWithoutTruncationHasWholeIds() {
    assertThat(harness.run("images", "-q", "--no-trunc").out())
        .isEqualTo(WEB + "\n" + WEB + "\n" + OLD + "\n");
  }

  @Test
  void showsDigests() {
    assertThat(harness.run("images", "--digests", "--format", "raw", "web").out())
        .contains(
            """
            repository: web
            tag: latest
            digest: sha256:%s
            image_id: 1a1a1a1a1a1a
            created_at:\
            """
                .formatted("3c".repeat(32)));
    assertThat(harness.run("images", "--digests").out())
        .startsWith("REPOSITORY")
        .contains("DIGEST");
  }

  @Test
  void aBrokenTemplateIsOneLine() {
    assertThat(harness.run("images", "--format", "{{"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1, "", "template parsing error: template: :1: unclosed action\n"));
  }

  @Test
  void theConfigurationFileSetsTheFormat() throws IOException {
    harness.environment.put("DOCKER_CONFIG", folder.toString());
    Files.writeString(folder.resolve("config.json"), "{\"imagesFormat\":\"{{.Tag}}\"}");
    assertThat(harness.run("images").out()).isEqualTo("1\nlatest\n<none>\n");
  }

  @Test
  void removalTellsWhatWasDone() {
    harness.engine.answer(
        "remove", List.of(new RemovedImage.Untagged("web:latest"), new RemovedImage.Deleted(WEB)));
    assertThat(harness.run("rmi", "--no-prune", "web"))
        .isEqualTo(
            new CommandLineHarness.Result(0, "Untagged: web:latest\nDeleted: " + WEB + "\n", ""));
    assertThat(harness.engine.calls).containsExactly("remove[web, false, false, []]");
  }

  @Test
  void removalGoesOnAfterAFailureUnlessForced() {
    harness.engine.answer(
        "remove",
        arguments -> {
          if (arguments.getFirst() instanceof String name && name.equals("nope")) {
            throw JdockException.notFound("No such image: nope:latest");
          }
          return List.of(new RemovedImage.Untagged("web:latest"));
        });
    String failure = "Error response from daemon: No such image: nope:latest\n";
    assertThat(harness.run("rmi", "nope", "web"))
        .isEqualTo(new CommandLineHarness.Result(1, "Untagged: web:latest\n", failure));
    assertThat(harness.run("rmi", "-f", "nope", "web").exitCode()).isZero();
  }

  @Test
  void tagNamesAnImage() {
    assertThat(harness.run("tag", "web", "other:2"))
        .isEqualTo(new CommandLineHarness.Result(0, "", ""));
    assertThat(harness.engine.calls).containsExactly("tag[web, other:2]");
  }

  @Test
  void historyIsATable() throws IOException {
    harness.engine.answer(
        "history",
        new ObjectMapper()
            .readTree(
                """
                [{"Id":"%s","Created":%d,"CreatedBy":"RUN /bin/sh -c echo a long command line that \
                is cut # buildkit","Size":3,"Comment":"buildkit.dockerfile.v0"},
                 {"Id":"<missing>","Created":0,"CreatedBy":"","Size":1980000,"Comment":""}]
                """
                    .formatted(WEB, NOW.getEpochSecond() - 90)));
    assertThat(harness.run("history", "web").out())
        .isEqualTo(
            """
            IMAGE          CREATED              CREATED BY                                      SIZE      COMMENT
            1a1a1a1a1a1a   About a minute ago   RUN /bin/sh -c echo a long command line that…   3B        buildkit.dockerfile.v0
            <missing>      N/A                                                                  1.98MB   \s
            """);
    assertThat(harness.run("history", "-q", "web").out()).isEqualTo("1a1a1a1a1a1a\n<missing>\n");
    assertThat(harness.run("history", "-H=false", "--format", "{{.Size}}", "web").out())
        .isEqualTo("3\n1980000\n");
    assertThat(harness.run("history", "--format", "{{.CreatedBy}}", "--no-trunc", "web").out())
        .contains("that is cut # buildkit\n");
  }

  @Test
  void importReadsStandardInput() {
    harness.input = "archive".getBytes(StandardCharsets.UTF_8);
    harness.engine.answer("importArchive", WEB);
    assertThat(harness.run("import", "-c", "CMD sh", "-m", "note", "-", "web:1"))
        .isEqualTo(new CommandLineHarness.Result(0, WEB + "\n", ""));
    assertThat(harness.engine.calls.getFirst())
        .endsWith("ImportRequest[name=web:1, message=note, changes=[CMD sh], platform=null]]");
  }

  @Test
  void importReadsAFileOfTheUsers() throws IOException {
    harness.workingDirectory = folder;
    Files.writeString(folder.resolve("a.tar"), "archive");
    harness.engine.answer(
        "importArchive",
        arguments -> {
          InputStream archive = harness.engine.argument("importArchive", InputStream.class);
          assertThat(archive.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("archive");
          return WEB;
        });
    assertThat(harness.run("import", "a.tar").out()).isEqualTo(WEB + "\n");
    assertThat(harness.engine.calls.getFirst())
        .endsWith("ImportRequest[name=null, message=, changes=[], platform=null]]");
    assertThat(harness.run("import", "b.tar"))
        .isEqualTo(new CommandLineHarness.Result(1, "", "open b.tar: no such file or directory\n"));
  }

  @Test
  void importFromAServerSaysWhenItBegins() {
    harness.engine.answer(
        "importFrom",
        arguments -> {
          begun(arguments).accept("http://server.test/a.tar");
          return WEB;
        });
    assertThat(
            harness.run("import", "--platform", "linux/arm64", "http://server.test/a.tar", "web"))
        .isEqualTo(
            new CommandLineHarness.Result(
                0, "Downloading from http://server.test/a.tar\n" + WEB + "\n", ""));
    assertThat(harness.engine.argument("importFrom", ImportRequest.class))
        .isEqualTo(new ImportRequest("web", "", List.of(), "linux/arm64"));
  }

  @SuppressWarnings("unchecked") // as the method declares it
  private static Consumer<String> begun(List<@Nullable Object> arguments) {
    return (Consumer<String>) Objects.requireNonNull(arguments.getLast());
  }

  @Test
  void loadSaysWhatThereIsNow() {
    harness.engine.answer(
        "load",
        List.of(
            new LoadedImage(WEB, List.of("web:1", "web:2"), new TreeMap<>(Map.of("web:1", OLD))),
            new LoadedImage(OLD, List.of(), new TreeMap<>())));
    assertThat(harness.run("load").out())
        .isEqualTo(
            "The image web:1 already exists, renaming the old one with ID "
                + OLD
                + " to empty string\n"
                + "Loaded image: web:1\nLoaded image: web:2\nLoaded image ID: "
                + OLD
                + "\n");
  }

  @Test
  void loadShowsLayersOnATerminalUnlessQuiet() throws IOException {
    harness.terminal = true;
    Path archive = Files.writeString(folder.resolve("a.tar"), "archive");
    harness.engine.answer(
        "load",
        arguments -> {
          LoadProgress progress = harness.engine.argument("load", LoadProgress.class);
          progress.layer("blobs/sha256/" + "3c".repeat(32), 512, 1024);
          progress.layer("blobs/sha256/" + "3c".repeat(32), 1024, 1024);
          return List.of();
        });
    assertThat(harness.run("load", "-i", archive.toString()).out())
        .contains("3c3c3c3c3c3c: Loading layer [" + "=".repeat(25) + ">" + " ".repeat(25) + "]")
        .endsWith(">]  1.024kB/1.024kB\n");
    assertThat(harness.run("load", "-q", "-i", archive.toString()).out()).isEmpty();
  }

  @Test
  void aSavedFileAppearsWholeOrNotAtAll() throws IOException {
    Path file = folder.resolve("saved.tar");
    harness.engine.answer(
        "save",
        arguments -> {
          OutputStream out = harness.engine.argument("save", OutputStream.class);
          out.write("half".getBytes(StandardCharsets.UTF_8));
          throw JdockException.notFound("No such image: other:latest");
        });
    assertThat(harness.run("save", "-o", file.toString(), "web", "other"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1, "", "Error response from daemon: No such image: other:latest\n"));
    assertThat(folder).isEmptyDirectory();
    harness.engine.answer(
        "save",
        arguments -> {
          harness
              .engine
              .argument("save", OutputStream.class)
              .write("whole".getBytes(StandardCharsets.UTF_8));
          return null;
        });
    assertThat(harness.run("save", "-o", file.toString(), "web").exitCode()).isZero();
    assertThat(file).hasContent("whole");
    assertThat(harness.run("save", "web").out()).isEqualTo("whole");
    harness.terminal = true;
    assertThat(harness.run("save", "web").err())
        .isEqualTo("cowardly refusing to save to a terminal. Use the -o flag or redirect\n");
    assertThat(harness.run("load").err())
        .isEqualTo("requested load from stdin, but stdin is empty\n");
  }
}
