package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Texts cut, joined and changed. */
final class TextFunctions {
  private TextFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put("upper", mapped(text -> text.toUpperCase(Locale.ROOT)));
    all.put("lower", mapped(text -> text.toLowerCase(Locale.ROOT)));
    all.put("title", mapped(TextFunctions::title));
    all.put("trimspace", mapped(String::strip));
    all.put("chomp", mapped(text -> text.replaceAll("[\\r\\n]+$", "")));
    all.put("reverse", mapped(TextFunctions::reversed));
    all.put("sanitize", mapped(text -> text.replaceAll("[^a-zA-Z0-9_-]", "_")));
    all.put("basename", mapped(TextFunctions::base));
    all.put("dirname", mapped(TextFunctions::directory));
    all.put("strlen", Builtin.of(1, a -> Value.of(characters(a.text(0)).size())));
    all.put("byteslen", Builtin.of(1, a -> Value.of(bytes(a.text(0)).length)));
    all.put("substr", Builtin.of(3, TextFunctions::substring));
    all.put("bytesslice", Builtin.of(3, TextFunctions::bytesSlice));
    all.put("trim", Builtin.of(2, a -> a.made(trim(a.text(0), a.text(1)))));
    all.put("trimprefix", Builtin.of(2, a -> a.made(withoutPrefix(a.text(0), a.text(1)))));
    all.put("trimsuffix", Builtin.of(2, a -> a.made(withoutSuffix(a.text(0), a.text(1)))));
    all.put("indent", Builtin.of(2, TextFunctions::indent));
    all.put("join", Builtin.from(1, TextFunctions::join));
    all.put("split", Builtin.of(2, TextFunctions::split));
    all.put("sort", Builtin.of(1, a -> texts(a, a.texts(0).stream().sorted().toList())));
    all.put(
        "compact",
        Builtin.of(1, a -> texts(a, a.texts(0).stream().filter(t -> !t.isEmpty()).toList())));
    all.put("format", Builtin.from(1, a -> a.made(GoFormat.format(a, 0))));
    all.put("formatlist", Builtin.from(1, GoFormat::formatList));
    all.put("semvercmp", Builtin.of(2, VersionConstraint::check));
    return all;
  }

  static Value texts(Arguments a, List<String> texts) {
    return a.made(texts.stream().map(Value::of).toList());
  }

  private static Builtin mapped(UnaryOperator<String> change) {
    return Builtin.of(1, a -> a.made(change.apply(a.text(0))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As people count them: letters with their accents. */
  private static List<String> characters(String text) {
    var result = new ArrayList<String>();
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      result.add(text.substring(start, end));
      start = end;
    }
    return result;
  }

  private static String reversed(String text) {
    return String.join("", characters(text).reversed());
  }

  private static String title(String text) {
    var result = new StringBuilder();
    boolean begins = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(begins ? Character.toTitleCase(c) : c);
      begins = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
    }
    return result.toString();
  }

  private static String base(String path) {
    String bare = path.replaceAll("/+$", "");
    if (bare.isEmpty()) {
      return path.isEmpty() ? "." : "/";
    }
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return ".";
    }
    String clean = Path.of(path.substring(0, slash + 1)).normalize().toString();
    return clean.isEmpty() ? "." : clean;
  }

  private static Value substring(Arguments a) {
    List<String> characters = characters(a.text(0));
    int size = characters.size();
    int start = a.integer(1) < 0 ? Math.max(0, size + a.integer(1)) : a.integer(1);
    int length = a.integer(2);
    if (start >= size) {
      return Value.of("");
    }
    int end = length < 0 || length > size - start ? size : start + length;
    return a.made(String.join("", characters.subList(start, end)));
  }

  private static Value bytesSlice(Arguments a) {
    byte[] bytes = bytes(a.text(0));
    int start = a.integer(1);
    int length = a.integer(2);
    if (start < 0 || length < 0 || start > bytes.length || length > bytes.length - start) {
      throw a.failed("the offset and the length must lie in the text");
    }
    return a.made(new String(bytes, start, length, StandardCharsets.UTF_8));
  }

  private static String trim(String text, String cut) {
    int start = 0;
    int end = text.length();
    while (start < end && cut.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && cut.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String withoutSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static Value indent(Arguments a) {
    int spaces = a.integer(0);
    long lines = a.text(1).chars().filter(c -> c == '\n').count();
    if (spaces < 0) {
      throw a.failed("the number of spaces must not be negative");
    }
    a.site().text(lines * spaces);
    return a.made(a.text(1).replace("\n", "\n" + " ".repeat(spaces)));
  }

  private static Value join(Arguments a) {
    var parts = new ArrayList<String>();
    long length = 0;
    for (int i = 1; i < a.size(); i++) {
      parts.addAll(a.texts(i));
    }
    for (String part : parts) {
      length += part.length() + (long) a.text(0).length();
    }
    a.site().text(length);
    return Value.of(String.join(a.text(0), parts));
  }

  private static Value split(Arguments a) {
    String separator = a.text(0);
    String text = a.text(1);
    if (separator.isEmpty()) {
      return texts(a, text.codePoints().mapToObj(Character::toString).toList());
    }
    return texts(a, List.of(text.split(Pattern.quote(separator), -1)));
  }
}
