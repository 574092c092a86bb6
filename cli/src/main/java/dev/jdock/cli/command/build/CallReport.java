package dev.jdock.cli.command.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildCallKind;
import dev.jdock.image.build.CallJson;
import dev.jdock.image.build.CallText;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Violation;
import dev.jdock.image.text.ReindentedJson;
import java.io.PrintStream;
import java.util.List;

/** Prints the answers to {@code --call} as buildx does. */
final class CallReport {
  private final PrintStream out;
  private final boolean json;

  CallReport(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * @param path of the Dockerfile as the user gave it
   * @return whether there is nothing to complain about
   * @throws CommandFailure for a Dockerfile that cannot be built at all
   */
  boolean print(LintResult result, String path) {
    List<Violation> violations = result.violations();
    if (json) {
      write(CallJson.of(result));
    } else {
      printText(result, new SourceText(path, result.source().text()));
    }
    LintResult.Failure failure = result.failure();
    if (failure != null) {
      if (!json && !violations.isEmpty()) {
        out.println();
      }
      out.flush();
      String place =
          failure.range() == null
              ? ""
              : new SourceText(path, result.source().text()).excerpt(failure.range());
      throw CommandFailure.of("ERROR: " + failure.message() + "\n" + place);
    }
    return violations.isEmpty();
  }

  private void printText(LintResult result, SourceText source) {
    int count = result.violations().size();
    if (count == 0) {
      if (result.failure() == null) {
        out.println("Check complete, no warnings found.");
      }
      return;
    }
    out.println(
        "Check complete, "
            + (count == 1 ? "1 warning has been found!" : count + " warnings have been found!"));
    out.print(CallText.of(result.violations(), source));
  }

  void print(TargetList list) {
    if (json) {
      write(CallJson.of(list));
    } else {
      out.print(CallText.of(list));
    }
  }

  void print(Outline outline) {
    if (json) {
      write(CallJson.of(outline));
    } else {
      out.print(CallText.of(outline));
    }
  }

  /** What can be asked. */
  void print(List<BuildCallKind> kinds) {
    if (json) {
      write(CallJson.of(kinds));
    } else {
      out.print(CallText.of(kinds));
    }
  }

  private void write(JsonNode document) {
    ReindentedJson.write(out, CallJson.escaped(document), "  ");
    out.println();
  }
}
