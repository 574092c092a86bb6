package dev.jdock.image.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A here-document: the lines that follow an instruction with {@code <<NAME}, up to a line that is
 * that name.
 *
 * @param expands whether variables count in it, which they do unless a part of the name is quoted
 * @param chomps whether tabs at the beginning of its lines do not count ({@code <<-})
 * @param content the lines as they are, each with its line feed
 */
record Heredoc(String name, boolean expands, boolean chomps, String content) {
  private static final Pattern WORD = Pattern.compile("\\d*+<<(-?)\\s*+([^<]++)");
  private static final Pattern LEADING_TABS = Pattern.compile("(?m)^\\t+");

  /** Those that a line begins, in their order, without their contents. */
  static List<Heredoc> ofLine(String line) {
    List<String> words = line.contains("<<") ? HeredocWords.split(line, true) : null;
    if (words == null) {
      return List.of();
    }
    var result = new ArrayList<Heredoc>();
    for (String word : words) {
      Heredoc heredoc = ofWord(word);
      if (heredoc != null) {
        result.add(heredoc);
      }
    }
    return result;
  }

  /** The one that a word begins, without its content; null when the word is none. */
  static @Nullable Heredoc ofWord(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      return null;
    }
    List<String> bare = HeredocWords.split(matcher.group(2), false);
    List<String> raw = HeredocWords.split(matcher.group(2), true);
    if (bare == null || raw == null || bare.size() != 1 || raw.size() != 1) {
      return null;
    }
    String name = bare.getFirst();
    boolean expands = quotes(name) == quotes(raw.getFirst());
    return new Heredoc(name, expands, !matcher.group(1).isEmpty(), "");
  }

  private static long quotes(String text) {
    return text.chars().filter(c -> c == '\'' || c == '"').count();
  }

  Heredoc with(String lines) {
    return new Heredoc(name, expands, chomps, lines);
  }

  /** Whether a line, without its end, is the last. */
  boolean endsWith(String line) {
    int start = 0;
    while (chomps && start < line.length() && line.charAt(start) == '\t') {
      start++;
    }
    return line.length() - start == name.length() && line.startsWith(name, start);
  }

  /** What it holds. */
  String text() {
    return chomps ? LEADING_TABS.matcher(content).replaceAll("") : content;
  }
}
