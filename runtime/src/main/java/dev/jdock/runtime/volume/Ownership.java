package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose files those of a folder are in a container: {@code match-user}, {@code match-user:NAME}, or
 * pairs {@code uid:HOST:CONTAINER} and {@code gid:HOST:CONTAINER}, with commas between them.
 *
 * @param matches whether the folder's owner and group are a user's of the container
 * @param user null for the user that the container runs as
 * @param users pairs of ids on the host and in the container
 */
public record Ownership(
    boolean matches, @Nullable String user, List<Pair> users, List<Pair> groups) {
  private static final String MATCH = "match-user";
  private static final Pattern PAIR = Pattern.compile("([ug])id:([0-9]{1,10}):([0-9]{1,10})");

  /** Ids are 32 bits wide, and the last one means none. */
  private static final long LAST_ID = 0xffff_fffeL;

  /** An id on the host, where the files are, and the one that it is in the container. */
  public record Pair(long host, long container) {}

  /**
   * @throws JdockException INVALID {@code invalid value for bind-idmap: …}
   */
  public static Ownership parse(String text) {
    List<Pair> users = new ArrayList<>();
    List<Pair> groups = new ArrayList<>();
    if (text.equals(MATCH)) {
      return new Ownership(true, null, users, groups);
    }
    if (text.startsWith(MATCH + ":") && text.length() > MATCH.length() + 1) {
      return new Ownership(true, text.substring(MATCH.length() + 1), users, groups);
    }
    for (String part : text.split(",", -1)) {
      Matcher pair = PAIR.matcher(part);
      if (!pair.matches()) {
        throw invalid(
            text, "must be match-user, match-user:NAME, uid:HOST:CONTAINER or gid:HOST:CONTAINER");
      }
      (pair.group(1).equals("u") ? users : groups)
          .add(new Pair(id(text, pair.group(2)), id(text, pair.group(3))));
    }
    refuseTwice(text, users);
    refuseTwice(text, groups);
    return new Ownership(false, null, users, groups);
  }

  private static long id(String text, String digits) {
    long id = Long.parseLong(digits);
    if (id > LAST_ID) {
      throw invalid(text, digits + " is no id");
    }
    return id;
  }

  /** One id cannot be two on the other side. */
  private static void refuseTwice(String text, List<Pair> pairs) {
    Set<Long> host = new HashSet<>();
    Set<Long> container = new HashSet<>();
    for (Pair pair : pairs) {
      if (!host.add(pair.host())) {
        throw invalid(text, pair.host() + " is two ids of the container");
      }
      if (!container.add(pair.container())) {
        throw invalid(text, pair.container() + " is two ids of the host");
      }
    }
  }

  private static JdockException invalid(String text, String reason) {
    return JdockException.invalid("invalid value for bind-idmap: " + text + " (" + reason + ")");
  }
}
