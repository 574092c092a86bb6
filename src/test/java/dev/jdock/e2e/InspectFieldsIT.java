package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * inspect has the fields that Docker's has, of the same JSON types: {@code inspect-fields.json} is
 * what {@code src/test/record-inspect} found in Docker 20.10.
 */
@EndToEnd
class InspectFieldsIT {
  private static final Set<String> FREE =
      Set.of(
          "Labels",
          "Sysctls",
          "Tmpfs",
          "PortBindings",
          "Ports",
          "ExposedPorts",
          "Volumes",
          "Networks",
          "Annotations");

  /** Gone from Docker since, or new in it, or as it is with cgroups of version 2. */
  private static final Set<String> OF_OTHER_VERSIONS =
      Set.of(
          "HostConfig.KernelMemory",
          "HostConfig.KernelMemoryTCP",
          "HostConfig.OomKillDisable",
          "NetworkSettings.Networks.*.DNSNames",
          "NetworkSettings.Networks.*.GwPriority");

  /** An image has no folder that it is mounted on; Docker 28 leaves out what is empty. */
  private static final Set<String> OF_OTHER_IMAGES =
      Set.of(
          "Container",
          "ContainerConfig",
          "GraphDriver.Data.MergedDir",
          "GraphDriver.Data.WorkDir",
          "VirtualSize");

  private final Jdock jdock;

  InspectFieldsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static JsonNode recorded(String name) throws IOException {
    try (InputStream in = InspectFieldsIT.class.getResourceAsStream("inspect-fields.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in)).path(name);
    }
  }

  private static Map<String, String> dockers(String name) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    recorded(name)
        .path("fields")
        .properties()
        .forEach(f -> fields.put(f.getKey(), f.getValue().asText()));
    return fields;
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "running", "exited", "many"})
  void aContainerHasDockersFields(String name) throws IOException {
    String container = jdock.container();
    List<String> line = new ArrayList<>();
    recorded(name).path("arguments").forEach(word -> line.add(word.asText()));
    line.replaceAll(word -> word.equals("busybox") ? jdock.busybox() : word);
    line.addAll(1, List.of("--name", container));
    Result _ = jdock.run(line.toArray(String[]::new));
    JsonNode document =
        new ObjectMapper().readTree(jdock.run("inspect", "-s", container).ok().out());
    assertSame(dockers(name), fields(document.path(0)), OF_OTHER_VERSIONS);
  }

  @Test
  void anImageHasDockersFields() throws IOException {
    JsonNode document =
        new ObjectMapper().readTree(jdock.run("image", "inspect", jdock.busybox()).ok().out());
    Map<String, String> dockers = dockers("image");
    dockers
        .keySet()
        .removeIf(field -> field.startsWith("ContainerConfig.") || field.startsWith("Config."));
    Map<String, String> found = fields(document.path(0));
    found.keySet().removeIf(field -> field.startsWith("Config."));
    assertSame(dockers, found, OF_OTHER_IMAGES);
  }

  private static void assertSame(
      Map<String, String> dockers, Map<String, String> found, Set<String> different) {
    dockers.keySet().removeAll(different);
    found.keySet().removeAll(different);
    assertThat(found).isEqualTo(dockers);
  }

  private static Map<String, String> fields(JsonNode document) {
    Map<String, String> found = new TreeMap<>();
    walk(document, "", found);
    return found;
  }

  /** Of a map with free keys, and of an array, the first entry stands for all. */
  private static void walk(JsonNode value, String path, Map<String, String> found) {
    if (!path.isEmpty()) {
      found.put(path, type(value));
    }
    if (value.isArray() && !value.isEmpty()) {
      walk(value.path(0), path + "[]", found);
    }
    boolean free =
        FREE.contains(path.substring(path.lastIndexOf('.') + 1))
            || path.endsWith("LogConfig.Config");
    String prefix = path.isEmpty() ? "" : path + ".";
    value.properties().stream()
        .limit(free ? 1 : Long.MAX_VALUE)
        .forEach(each -> walk(each.getValue(), prefix + (free ? "*" : each.getKey()), found));
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> "bool";
      case NULL -> "null";
      default -> value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
