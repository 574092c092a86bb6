package dev.jdock.image.build.cache;

import dev.jdock.image.reference.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key was made of, by names that a user knows. Of the values only digests are kept, or what
 * anybody may see: neither arguments nor contents can be read out of it.
 */
public final class KeyParts {
  /** More are not told apart: of a larger tree, one learns that something has changed. */
  static final int MOST = 20_000;

  private static final int SHOWN_BYTES = 6;

  /**
   * @param name {@code command}, {@code variable PATH}, {@code file src/a.c} …
   * @param value comparable, of a few words {@code key=value}
   */
  public record Part(String name, String value) {}

  private final List<Part> parts = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final MessageDigest digest = Digest.sha256();
  private @Nullable String name;
  private String known = "";
  private boolean truncated;
  private boolean mayOmitFiles;
  private boolean omitted;

  public KeyParts() {}

  /** Parts of a key that is made without a look at each file, if it can be. */
  public static KeyParts withoutFilesIfUnchanged() {
    var parts = new KeyParts();
    parts.mayOmitFiles = true;
    return parts;
  }

  boolean mayOmitFiles() {
    return mayOmitFiles;
  }

  void omitFiles() {
    omitted = true;
  }

  /** Whether files are missing. */
  public boolean omitsFiles() {
    return omitted;
  }

  KeyParts(List<Part> parts, boolean truncated) {
    this.parts.addAll(parts);
    this.truncated = truncated;
  }

  /**
   * Ends the part before, and begins one.
   *
   * @param shown of the value, what anybody may see; empty for nothing
   */
  void begin(String next, String shown) {
    end();
    name = next;
    known = shown;
  }

  void update(byte[] bytes) {
    if (name != null) {
      digest.update(bytes);
    }
  }

  /** To be called before the parts are looked at. */
  void end() {
    String ended = name;
    if (ended == null) {
      return;
    }
    name = null;
    String value = HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    if (parts.size() >= MOST) {
      truncated = true;
      return;
    }
    int times = names.merge(ended, 1, Integer::sum);
    String unique = times == 1 ? ended : ended + " (" + times + ")";
    parts.add(new Part(unique, known.isEmpty() ? "value=" + value : known + " value=" + value));
  }

  public List<Part> parts() {
    return parts;
  }

  boolean truncated() {
    return truncated;
  }

  /**
   * What differs from an earlier list, in words.
   *
   * @param most differences that are told one by one
   */
  public List<String> changesSince(KeyParts earlier, int most) {
    Map<String, String> before = new LinkedHashMap<>();
    earlier.parts.forEach(part -> before.put(part.name(), part.value()));
    Map<String, String> after = new LinkedHashMap<>();
    parts.forEach(part -> after.put(part.name(), part.value()));
    var all = new ArrayList<String>();
    after.forEach((each, value) -> {
      String old = before.get(each);
      if (old != null && !old.equals(value)) {
        all.add(each + " changed" + fields(old, value));
      } else if (old == null && !earlier.truncated) {
        all.add(each + " is new");
      }
    });
    before.forEach((each, _) -> {
      if (!after.containsKey(each) && !truncated) {
        all.add(each + " is gone");
      }
    });
    if (all.isEmpty() && (truncated || earlier.truncated)) {
      return List.of("one of more than " + MOST + " files changed");
    }
    if (all.size() <= most) {
      return all;
    }
    var told = new ArrayList<>(all.subList(0, most));
    told.add("and " + (all.size() - most) + " more");
    return told;
  }

  /** Which fields of a value are others: {@code (mode 644 to 755)}. */
  private static String fields(String before, String after) {
    Map<String, String> old = split(before);
    var told = new ArrayList<String>();
    split(after)
        .forEach((key, value) -> {
          String was = old.getOrDefault(key, "");
          if (!key.equals("value") && !was.equals(value)) {
            told.add(key.equals("content") ? key : key + " " + was + " to " + value);
          }
        });
    return told.isEmpty() ? "" : " (" + String.join(", ", told) + ")";
  }

  private static Map<String, String> split(String value) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String field : value.split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        result.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return result;
  }
}
