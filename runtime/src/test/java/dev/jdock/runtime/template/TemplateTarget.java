package dev.jdock.runtime.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A template of {@code --format}, executed for a tree as of {@code inspect} and for a row. */
public final class TemplateTarget implements FuzzTarget {
  // Lists of one, or ranges in ranges would take as long as they are asked to.
  private static final String TREE =
      """
      {"Id":"0123456789ab","Names":["web"],"State":{"Running":true,"Pid":7,"Health":null},
       "Config":{"Labels":{"a":"b"},"Env":["A=1"]},"Size":1.5,"Ports":{"80/tcp":[{"HostPort":"1"}]}}
      """;

  private final JsonNode tree;
  private final Map<String, Object> row =
      Map.of("Names", "web", "Labels", Map.of("a", "b"), "Mounts", List.of("v"), "Size", 7L);

  public TemplateTarget() throws IOException {
    this.tree = new ObjectMapper().readTree(TREE);
  }

  @Override
  public void read(byte[] input, Consumer<String> told) {
    try {
      GoTemplate template = GoTemplate.parse(new String(input, StandardCharsets.UTF_8));
      render(template, tree, told);
      render(template, row, told);
      render(template.missingKeyFails(), row, told);
    } catch (TemplateException refused) {
      told.accept(refused.getMessage());
    }
  }

  private static void render(GoTemplate template, Object data, Consumer<String> told) {
    try {
      template.execute(data, new StringBuilder());
    } catch (TemplateException refused) {
      told.accept(refused.getMessage());
    }
  }
}
