package dev.jdock.image.dockerfile;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One instruction as text: continuations joined, words split by the rules of its keyword, nothing
 * expanded and nothing judged yet.
 *
 * @param keyword as written, in any case
 * @param flags {@code --name=value} words before the arguments
 * @param arguments of ENV and LABEL: name, value and separator in turn
 * @param json whether the arguments were a JSON array
 * @param original the whole joined line
 * @param heredocs here-documents that followed the line
 * @param trigger what an ONBUILD holds
 */
record Statement(
    String keyword,
    List<String> flags,
    List<String> arguments,
    boolean json,
    String original,
    SourceRange range,
    List<Heredoc> heredocs,
    @Nullable Statement trigger) {

  Statement with(SourceRange place, List<Heredoc> documents) {
    return new Statement(keyword, flags, arguments, json, original, place, documents, trigger);
  }

  String lowerKeyword() {
    return keyword.toLowerCase(Locale.ROOT);
  }
}
