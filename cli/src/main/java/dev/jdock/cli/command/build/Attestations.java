package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.AttestationOptions;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be said of a result: values of {@code --attest} and of its two short forms. */
final class Attestations {
  private Attestations() {}

  /**
   * Reads them; the last of a type counts.
   *
   * @throws CommandFailure in Docker's words
   */
  static AttestationOptions read(List<String> attestations, String provenance, String sbom) {
    List<String> all = new ArrayList<>(attestations);
    addShort(all, "provenance", provenance);
    addShort(all, "sbom", sbom);
    Map<String, Map<String, String>> byType = new LinkedHashMap<>();
    for (String text : all) {
      Map<String, String> fields = fields(text);
      String type = fields.get("type");
      if (type == null || type.isEmpty()) {
        throw CommandFailure.of("ERROR: attestation type not specified");
      }
      byType.put(type, fields);
    }
    byType.values().removeIf(Attestations::isOff);
    try {
      return AttestationOptions.of(byType);
    } catch (JdockException e) {
      throw OutputOptions.failure("failed to solve: " + e.getMessage());
    }
  }

  /** {@code --provenance=true} and {@code --provenance=mode=max} are what buildx makes of them. */
  private static void addShort(List<String> all, String type, String value) {
    if (value.isEmpty()) {
      return;
    }
    try {
      all.add("type=" + type + ",disabled=" + !GoBool.parse(value));
    } catch (JdockException _) {
      all.add("type=" + type + "," + value);
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : OutputEntry.fields(text)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw CommandFailure.of("ERROR: invalid value " + field);
      }
      fields.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
    }
    return fields;
  }

  private static boolean isOff(Map<String, String> fields) {
    String disabled = fields.remove("disabled");
    if (disabled == null) {
      return false;
    }
    try {
      return GoBool.parse(disabled);
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }
}
