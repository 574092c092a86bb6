package dev.jdock.cli.hcl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file or a block holds.
 *
 * @param attributes by name, in order
 */
public record Body(Map<String, Attribute> attributes, List<Block> blocks) {
  public record Attribute(String name, Expression value, Range nameRange) {}

  /**
   * {@code type "label" { … }}.
   *
   * @param header the range of all before the brace
   */
  public record Block(
      String type, List<String> labels, Body body, Range header, List<Range> labelRanges) {

    /**
     * The one label of a block that must have one.
     *
     * @throws HclException when it has none, or several
     */
    public String name() {
      if (labels.size() == 1) {
        return labels.getFirst();
      }
      String summary =
          labels.isEmpty() ? "Missing name for " + type : "Extraneous label for " + type;
      throw new HclException(
          labels.isEmpty() ? header : labelRanges.get(1),
          summary,
          (labels.isEmpty() ? "All " : "Only 1 labels (name) are expected for ")
              + (labels.isEmpty()
                  ? type + " blocks must have 1 labels (name)."
                  : type + " blocks."));
    }

    public Range nameRange() {
      return labelRanges.isEmpty() ? header : labelRanges.getFirst();
    }
  }

  public @Nullable Attribute attribute(String name) {
    return attributes.get(name);
  }

  public List<Block> blocks(String type) {
    return blocks.stream().filter(block -> block.type().equals(type)).toList();
  }
}
