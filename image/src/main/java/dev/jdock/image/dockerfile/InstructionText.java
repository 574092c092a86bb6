package dev.jdock.image.dockerfile;

import java.util.List;
import java.util.Locale;

/**
 * An instruction as it was written.
 *
 * @param keyword in any case
 * @param rest what follows its flags
 */
public record InstructionText(String keyword, String rest, char escape) {

  /**
   * @param escape of the Dockerfile
   */
  public static InstructionText of(Instruction instruction, char escape) {
    String[] parts = Words.firstAndRest(instruction.source());
    String rest = parts.length == 2 ? new Words(escape).flags(parts[1]).rest().strip() : "";
    return new InstructionText(parts[0], rest, escape);
  }

  /** The words of a FROM. */
  public List<String> words() {
    return Words.blankSeparated(rest);
  }

  /** Whether an ENV or a LABEL is a name and a value without {@code =} between them. */
  public boolean legacyPair() {
    List<String> pair = new Words(escape).pairs(rest, keyword.toUpperCase(Locale.ROOT));
    return pair.size() == 3 && pair.getLast().isEmpty();
  }
}
