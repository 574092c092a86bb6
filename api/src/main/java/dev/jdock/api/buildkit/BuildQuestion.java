package dev.jdock.api.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.build.BuildCallKind;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.CallJson;
import dev.jdock.image.build.CallText;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.ReindentedJson;
import dev.jdock.runtime.engine.Builds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client asks of a Dockerfile instead of having it built. */
final class BuildQuestion {
  private final Builds builds;
  private final BuildCallKind kind;

  /**
   * @throws JdockException INVALID for what cannot be asked
   */
  BuildQuestion(Builds builds, String request) {
    this.builds = builds;
    this.kind =
        BuildCallKind.of(request)
            .orElseThrow(() -> JdockException.invalid("unsupported request " + request));
  }

  /** The answer in the forms that BuildKit's has: a document, a text, an exit code. */
  Map<String, String> answer(BuildRequest request) throws InterruptedException {
    return switch (kind) {
      case LINT -> {
        LintResult result = builds.lint(request);
        boolean clean = result.violations().isEmpty() && result.failure() == null;
        String text = CallText.of(result.violations(), result.source());
        Map<String, String> answer = answer(CallJson.of(result), text);
        answer.put("result.statuscode", clean ? "0" : "1");
        yield answer;
      }
      case OUTLINE -> {
        Outline outline = builds.outline(request);
        yield answer(CallJson.of(outline), CallText.of(outline));
      }
      case TARGETS -> {
        TargetList targets = builds.targets(request);
        yield answer(CallJson.of(targets), CallText.of(targets));
      }
      case DESCRIBE -> {
        List<BuildCallKind> all = BuildCallKind.described();
        yield answer(CallJson.of(all), CallText.of(all));
      }
    };
  }

  private static Map<String, String> answer(JsonNode document, String text) {
    var indented = new ByteArrayOutputStream();
    try (var out = new PrintStream(indented, false, StandardCharsets.UTF_8)) {
      ReindentedJson.write(out, CallJson.escaped(document), "  ");
    }
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("result.json", indented.toString(StandardCharsets.UTF_8));
    answer.put("result.txt", text);
    answer.put("version", BuildCallKind.VERSION);
    return answer;
  }
}
