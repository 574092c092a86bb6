package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.engine.ImageSummary;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Renders what a Docker daemon answered ({@code api.json}) with many templates, and compares with
 * what the docker client 28.2 made of the same ({@code answers.json}, see {@code
 * src/test/golden/record.py}): output, exit code, and complaints.
 */
class GoldenFormatTest {
  /**
   * What differs, and why. Docker tries the templates of {@code ps} on an empty row first, so that
   * what counts in a text fails; jdock does not. Types and actions of events are no strings to it.
   * It does not know the Go types of documents: which fields are pointers, and which spelling of a
   * field a command takes ({@code ID} or {@code Id}). Docker writes the time of a build anew.
   */
  private static final Set<String> DIFFERENT =
      Set.of(
          "ps {{index .ID 0}}",
          "ps {{slice .ID 0 4}}",
          "ps {{slice .ID 2}}",
          "ps {{.Platform}}",
          "container {{.State}}",
          "image {{.Id}} {{.ID}}",
          "version {{.Server.Version}} {{.Server.APIVersion}} {{.Server.ApiVersion}}",
          "version {{json .Server.Components}}",
          "version {{.Client.Nosuch}}",
          "stats {{.}}",
          "events {{upper .Type}} {{truncate .Actor.ID 8}}",
          "events {{join (split .Action \":\") \"|\"}}");

  private static JsonNode read(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenFormatTest.class.getResourceAsStream("/dev/jdock/cli/golden/" + name), name)) {
      return new ObjectMapper().readTree(in);
    }
  }

  @TestFactory
  Stream<DynamicTest> isWhatDockerPrints() throws IOException {
    JsonNode api = read("api.json");
    return StreamSupport.stream(read("answers.json").spliterator(), false)
        .filter(answer -> !DIFFERENT.contains(key(answer)))
        .filter(answer -> !answer.path("command").asText().equals("stats"))
        .map(answer -> dynamicTest(key(answer), () -> check(api, answer)));
  }

  /** At the same time, as each takes a second. */
  @TestFactory
  Stream<DynamicTest> statsAreWhatDockerPrints() throws IOException {
    JsonNode api = read("api.json");
    List<JsonNode> answers =
        StreamSupport.stream(read("answers.json").spliterator(), false)
            .filter(answer -> answer.path("command").asText().equals("stats"))
            .filter(answer -> !DIFFERENT.contains(key(answer)))
            .toList();
    Map<JsonNode, Future<CommandLineHarness.Result>> results = new HashMap<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      answers.forEach(answer -> results.put(answer, threads.submit(() -> run(api, answer))));
    }
    return answers.stream()
        .map(answer -> dynamicTest(key(answer), () -> check(results.get(answer).get(), answer)));
  }

  private static String key(JsonNode answer) {
    return answer.path("command").asText() + " " + answer.path("template").asText();
  }

  private static void check(JsonNode api, JsonNode answer) {
    check(run(api, answer), answer);
  }

  private static void check(CommandLineHarness.Result result, JsonNode answer) {
    assertThat(result.out()).isEqualTo(answer.path("out").asText());
    assertThat(result.err()).isEqualTo(answer.path("err").asText());
    assertThat(result.exitCode()).isEqualTo(answer.path("exit").asInt());
  }

  private static CommandLineHarness.Result run(JsonNode api, JsonNode answer) {
    String template = answer.path("template").asText();
    String command = answer.path("command").asText();
    var harness = new CommandLineHarness();
    FakeEngine engine = harness.engine;
    return switch (command) {
      case "ps" -> {
        engine.answer("list", containers(api.path("/containers/json")));
        yield harness.run("ps", "-a", "--format", template);
      }
      case "images" -> {
        engine.answer("list", images(api.path("/images/json")));
        yield harness.run("images", "--format", template);
      }
      case "container" -> {
        engine.answer("inspect", api.path("/containers/thing/json"));
        yield harness.run("container", "inspect", "thing", "--format", template);
      }
      case "stats" -> {
        engine.answer("resolve", "web");
        engine.answer(
            "stats",
            arguments -> {
              GoldenFormatTest.<JsonNode>sinkOf(arguments)
                  .accept(api.path("/containers/web/stats"));
              return null;
            });
        yield harness.run("stats", "--no-stream", "web", "--format", template);
      }
      case "events" -> {
        engine.answer(
            "events",
            arguments -> {
              Consumer<Event> sink = sinkOf(arguments);
              api.path("/events").forEach(event -> sink.accept(event(event)));
              return null;
            });
        yield harness.run("events", "--since", "1", "--until", "2000000000", "--format", template);
      }
      case "image" -> {
        engine.answer("inspect", api.path("/images/picture/json"));
        yield harness.run("image", "inspect", "picture", "--format", template);
      }
      default -> {
        engine.answer(command, api.path("/" + command));
        yield harness.run(command, "--format", template);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <T> Consumer<T> sinkOf(List<?> arguments) {
    return (Consumer<T>) arguments.getLast();
  }

  private static Event event(JsonNode event) {
    long nanos = event.path("timeNano").asLong();
    return new Event(
        event.path("Type").asText(),
        event.path("Action").asText(),
        event.path("Actor").path("ID").asText(),
        new TreeMap<>(labels(event.path("Actor").path("Attributes"))),
        Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000));
  }

  private static List<ContainerSummary> containers(JsonNode list) {
    List<ContainerSummary> containers = new ArrayList<>();
    for (JsonNode each : list) {
      containers.add(
          new ContainerSummary(
              each.path("Id").asText(),
              strings(each.path("Names")),
              each.path("Image").asText(),
              each.path("ImageID").asText(),
              each.path("Command").asText(),
              Instant.ofEpochSecond(each.path("Created").asLong()),
              each.path("Ports").valueStream().map(GoldenFormatTest::port).toList(),
              labels(each.path("Labels")),
              each.path("State").asText(),
              each.path("Status").asText(),
              "default",
              List.of("bridge"),
              each.path("Mounts").valueStream().map(GoldenFormatTest::mount).toList(),
              each.path("SizeRw").asLong(),
              each.path("SizeRootFs").asLong()));
    }
    return containers;
  }

  private static ContainerSummary.Port port(JsonNode port) {
    return new ContainerSummary.Port(
        port.path("IP").asText(),
        port.path("PublicPort").asInt(),
        port.path("PrivatePort").asInt(),
        port.path("Type").asText());
  }

  private static ContainerSummary.Mount mount(JsonNode mount) {
    return new ContainerSummary.Mount(
        mount.path("Type").asText(),
        mount.path("Name").asText(),
        mount.path("Source").asText(),
        mount.path("Destination").asText());
  }

  private static List<ImageSummary> images(JsonNode list) {
    List<ImageSummary> images = new ArrayList<>();
    for (JsonNode each : list) {
      Image image =
          new Image(
              each.path("Id").asText(),
              strings(each.path("RepoTags")),
              strings(each.path("RepoDigests")),
              null,
              Instant.ofEpochSecond(each.path("Created").asLong()),
              "amd64",
              "linux",
              null,
              "",
              "",
              ImageConfig.empty(),
              List.of(),
              List.of(),
              each.path("Size").asLong());
      images.add(new ImageSummary(image, -1, 0));
    }
    return images;
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new HashMap<>();
    node.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }
}
