package dev.jdock.cli.hcl.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.jdock.cli.hcl.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Replacements and regular expressions, in Go's syntax. */
final class PatternFunctions {
  private PatternFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put("replace", Builtin.of(3, PatternFunctions::replace));
    all.put("regex_replace", Builtin.of(3, PatternFunctions::replacePattern));
    all.put("regex", Builtin.of(2, PatternFunctions::first));
    all.put("regexall", Builtin.of(2, PatternFunctions::each));
    return all;
  }

  private static Value replace(Arguments a) {
    String text = a.text(0);
    String old = a.text(1);
    long found = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
    a.site().text(found * a.text(2).length());
    return a.made(text.replace(old, a.text(2)));
  }

  private static Pattern pattern(Arguments a, int index) {
    try {
      if (a.text(index).length() > 10_000) {
        throw a.failed("the regular expression is too long");
      }
      return Pattern.compile(a.text(index));
    } catch (PatternSyntaxException e) {
      throw a.failed("invalid regexp pattern: " + e.getMessage());
    }
  }

  private static Value replacePattern(Arguments a) {
    Matcher matcher = pattern(a, 1).matcher(a.text(0));
    var result = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      result.append(a.text(0), end, matcher.start());
      expand(matcher, a.text(2), result);
      end = matcher.end();
      a.site().text(result.length());
    }
    return a.made(result.append(a.text(0).substring(end)).toString());
  }

  /** {@code $1}, {@code ${1}}, {@code $name} and {@code $$}, as Go has them. */
  private static void expand(Matcher matcher, String replacement, StringBuilder result) {
    Matcher names = Pattern.compile("\\$(\\$|\\{(\\w+)\\}|(\\w+))").matcher(replacement);
    int end = 0;
    while (names.find()) {
      result.append(replacement, end, names.start());
      end = names.end();
      String name = names.group(2) != null ? names.group(2) : names.group(3);
      if (name == null) {
        result.append('$');
      } else {
        result.append(group(matcher, name));
      }
    }
    result.append(replacement.substring(end));
  }

  private static String group(Matcher matcher, String name) {
    String found = null;
    if (name.matches("\\d{1,4}")) {
      int number = Integer.parseInt(name);
      found = number <= matcher.groupCount() ? matcher.group(number) : null;
    } else if (matcher.pattern().namedGroups().containsKey(name)) {
      found = matcher.group(name);
    }
    return found == null ? "" : found;
  }

  private static Value first(Arguments a) {
    Matcher matcher = pattern(a, 0).matcher(a.text(1));
    if (!matcher.find()) {
      throw a.failed("pattern did not match any part of the given string");
    }
    return match(matcher);
  }

  private static Value each(Arguments a) {
    Matcher matcher = pattern(a, 0).matcher(a.text(1));
    var matches = new ArrayList<Value>();
    while (matcher.find()) {
      matches.add(match(matcher));
    }
    return a.made(matches);
  }

  /** The whole, or its groups by number or name where there are any. */
  private static Value match(Matcher matcher) {
    Map<String, Integer> names = matcher.pattern().namedGroups();
    if (!names.isEmpty()) {
      Map<String, Value> members = new TreeMap<>();
      names.forEach((name, group) -> members.put(name, text(matcher.group(group))));
      return Value.object(members);
    }
    if (matcher.groupCount() == 0) {
      return Value.of(matcher.group());
    }
    var groups = new ArrayList<Value>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(text(matcher.group(i)));
    }
    return Value.tuple(groups);
  }

  private static Value text(@Nullable String text) {
    return text == null ? new Value.Null() : Value.of(text);
  }
}
