package dev.jdock.cli.command.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.text.GoBool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeMap;

/**
 * The file of {@code --metadata-file}.
 *
 * @param shown as the user wrote it; empty for none
 */
record MetadataFile(Invocation invocation, String shown) implements BuildOutputs.Receipt {
  private static final int REF_LENGTH = 25;

  static MetadataFile of(Invocation invocation, String shown) {
    return new MetadataFile(invocation, shown);
  }

  /** So that a build that fails does not leave what an earlier one has written. */
  void remove() {
    if (shown.isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(invocation.resolveEntry(shown));
    } catch (IOException e) {
      throw CommandFailure.of(
          "ERROR: removing metadata file: remove " + shown + ": " + Reason.withoutFile(e));
    }
  }

  /** How much is to be told of how the result was made: {@code min} unless the user says so. */
  private String provenance() {
    return invocation.environment().getOrDefault("BUILDX_METADATA_PROVENANCE", "");
  }

  @Override
  public boolean wantsProvenance() {
    String mode = provenance();
    return !mode.equals("disabled") && !GoBool.isFalse(mode);
  }

  /** Writes it at once, sorted and indented as buildx does. */
  @Override
  public void accept(ObjectNode receipt) {
    if (shown.isEmpty()) {
      return;
    }
    if (receipt.path("buildx.build.provenance") instanceof ObjectNode predicate
        && !provenance().equals("max")) {
      predicate.remove(List.of("buildConfig", "metadata"));
    }
    receipt.put("buildx.build.ref", "default/default/" + random());
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    receipt.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
    try {
      Path file = invocation.files().destination(invocation.absolute(shown));
      Path folder = file.resolveSibling("");
      if (!Files.isDirectory(folder)) {
        throw noFolder(folder);
      }
      Path draft = Files.createTempFile(folder, ".tmp-", "");
      try {
        Files.write(draft, indented(sorted));
        Files.setAttribute(draft, "unix:mode", 0644);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw JdockException.internal("open " + shown + ": " + Reason.withoutFile(e), e);
    }
  }

  /** In the words of buildx, which finds it out this late, too. */
  private JdockException noFolder(Path folder) {
    return JdockException.invalid(
        "invalid output path: stat "
            + Path.of(shown).getParent()
            + (Files.exists(folder) ? ": not a directory" : ": no such file or directory"));
  }

  private static byte[] indented(Object tree) throws JsonProcessingException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(lines)
            .withArrayIndenter(lines);
    return new ObjectMapper()
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writer(printer)
        .writeValueAsBytes(tree);
  }

  /** In the form of BuildKit's identifiers. */
  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    while (text.length() < REF_LENGTH) {
      text.append(Character.forDigit(random.nextInt(36), 36));
    }
    return text.toString();
  }
}
