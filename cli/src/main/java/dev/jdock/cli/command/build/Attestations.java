package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.List;

/** Statements about an image, which cannot be made yet: only that there be none can be asked. */
final class Attestations {
  private Attestations() {}

  static void refuse(List<String> attestations, String provenance, String sbom) {
    if (!isOff(provenance)) {
      throw CommandFailure.notSupported("--provenance " + provenance);
    }
    if (!isOff(sbom)) {
      throw CommandFailure.notSupported("--sbom " + sbom);
    }
    for (String each : attestations) {
      if (OutputEntry.fields(each).stream()
          .noneMatch(field -> field.startsWith("disabled=") && !isOff(field.substring(9)))) {
        throw CommandFailure.notSupported("--attest " + each);
      }
    }
  }

  /** Nothing at all, or what Go takes for false; {@code disabled=true} says it too. */
  private static boolean isOff(String value) {
    return switch (value) {
      case "", "false", "0", "f", "F", "FALSE", "False", "disabled=true", "disabled=1" -> true;
      default -> false;
    };
  }
}
