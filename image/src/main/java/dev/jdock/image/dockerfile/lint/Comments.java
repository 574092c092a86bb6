package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments of a Dockerfile that belong to an instruction: those between it and the one before
 * it, and of these the ones after the last empty comment. Empty lines do not matter.
 */
public final class Comments {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(\\S.*)");
  private static final Set<String> DIRECTIVES = Set.of("syntax", "escape", "check");

  private final List<String> lines;

  public Comments(SourceText source) {
    lines = source.text().replaceFirst("^\uFEFF", "").lines().toList();
  }

  /**
   * Without their {@code #} and the blanks around them.
   *
   * @param previousEnd last line of the instruction before; 0 for the first
   */
  public List<String> before(SourceRange instruction, int previousEnd) {
    var result = new ArrayList<String>();
    boolean head = previousEnd == 0;
    for (int line = previousEnd; line < Math.min(instruction.start() - 1, lines.size()); line++) {
      String text = lines.get(line);
      head = head && isDirective(text.strip());
      if (head || !text.stripLeading().startsWith("#")) {
        continue;
      }
      // BuildKit takes the first character off, which is a blank where the comment is indented.
      String comment = text.substring(1).strip();
      if (comment.isEmpty()) {
        result.clear();
      } else {
        result.add(comment);
      }
    }
    return result;
  }

  private static boolean isDirective(String line) {
    Matcher directive = DIRECTIVE.matcher(line);
    return directive.matches() && DIRECTIVES.contains(directive.group(1).toLowerCase(Locale.ROOT));
  }

  /** What a comment says of a stage or an argument: the rest of one that begins with its name. */
  public static String describing(String name, List<String> comments) {
    String start = name + " ";
    return name.isEmpty()
        ? ""
        : comments.stream()
            .filter(comment -> comment.startsWith(start))
            .map(comment -> comment.substring(start.length()))
            .findFirst()
            .orElse("");
  }
}
