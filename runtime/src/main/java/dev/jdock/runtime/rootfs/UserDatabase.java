package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.mount.RootDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The users and groups of a root file system: its {@code /etc/passwd} and {@code /etc/group}
 * (passwd(5), group(5)).
 */
public final class UserDatabase {
  private static final int LIMIT_BYTES = 32 << 20;

  private final List<Entry> users;
  private final List<Entry> groups;

  private UserDatabase(List<Entry> users, List<Entry> groups) {
    this.users = users;
    this.groups = groups;
  }

  private record Entry(String name, int id, String[] fields) {}

  /**
   * Who a process runs as.
   *
   * @param groups supplementary ones, the primary one among them
   * @param home {@code /} where the database has none
   */
  public record User(int uid, int gid, Set<Integer> groups, String home) {}

  public static UserDatabase of(RootDirectory root) {
    return new UserDatabase(entries(root, "/etc/passwd"), entries(root, "/etc/group"));
  }

  /** Of a root that is seen from outside; one without such files has no users. */
  public static UserDatabase of(Directory root) {
    try (RootDirectory within = RootDirectory.at(root)) {
      return of(within);
    }
  }

  private static List<Entry> entries(RootDirectory root, String path) {
    List<Entry> entries = new ArrayList<>();
    byte[] bytes = root.read(path, LIMIT_BYTES + 1).orElse(new byte[0]);
    if (bytes.length > LIMIT_BYTES) {
      // Of a file that is cut off, the last line would be somebody else's number.
      throw JdockException.invalid(path + " is larger than " + (LIMIT_BYTES >> 20) + " MiB");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 3 && number(fields[2]).isPresent()) {
        entries.add(new Entry(fields[0], number(fields[2]).get(), fields));
      }
    }
    return entries;
  }

  /**
   * Resolves {@code user}, {@code uid}, {@code user:group}, {@code :group} … as Docker does: a name
   * wins over a number, an unknown number stands for itself, an unknown name is an error.
   */
  public User resolve(String specification) {
    int colon = specification.indexOf(':');
    String userPart = colon < 0 ? specification : specification.substring(0, colon);
    String groupPart = colon < 0 ? "" : specification.substring(colon + 1);

    Optional<Entry> user = userPart.isEmpty() ? byId(users, 0) : byNameOrId(users, userPart);
    int uid =
        user.map(Entry::id)
            .orElseGet(() -> userPart.isEmpty() ? 0 : numberOf(userPart, "user", "passwd"));
    int gid = user.flatMap(entry -> number(field(entry, 3))).orElse(0);
    Set<Integer> supplementary = new LinkedHashSet<>();
    if (groupPart.isEmpty()) {
      user.ifPresent(entry -> supplementary.addAll(groupsOf(entry.name())));
    } else {
      gid =
          byNameOrId(groups, groupPart)
              .map(Entry::id)
              .orElseGet(() -> numberOf(groupPart, "group", "group"));
    }
    // As Docker since CVE-2022-36109: a group that denies access denies it to its members, too.
    supplementary.add(gid);
    String home = user.map(entry -> field(entry, 5)).filter(text -> !text.isEmpty()).orElse("/");
    return new User(uid, gid, supplementary, home);
  }

  /**
   * The number of a group by its name or number.
   *
   * @throws JdockException {@code Unable to find group X: …}
   */
  public int group(String nameOrId) {
    return byNameOrId(groups, nameOrId)
        .map(Entry::id)
        .or(() -> number(nameOrId))
        .orElseThrow(() ->
            JdockException.invalid(
                "Unable to find group " + nameOrId + ": no matching entries in group file"));
  }

  private Set<Integer> groupsOf(String member) {
    Set<Integer> result = new LinkedHashSet<>();
    for (Entry group : groups) {
      if (List.of(field(group, 3).split(",", -1)).contains(member)) {
        result.add(group.id());
      }
    }
    return result;
  }

  private static String field(Entry entry, int index) {
    return index < entry.fields().length ? entry.fields()[index].trim() : "";
  }

  private static Optional<Entry> byNameOrId(List<Entry> entries, String text) {
    return entries.stream()
        .filter(entry -> entry.name().equals(text))
        .findFirst()
        .or(() -> number(text).flatMap(id -> byId(entries, id)));
  }

  private static Optional<Entry> byId(List<Entry> entries, int id) {
    return entries.stream().filter(entry -> entry.id() == id).findFirst();
  }

  private static int numberOf(String text, String what, String file) {
    return number(text)
        .orElseThrow(() ->
            JdockException.invalid(
                "unable to find "
                    + what
                    + " "
                    + text
                    + ": no matching entries in "
                    + file
                    + " file"));
  }

  private static Optional<Integer> number(String text) {
    if (!text.matches("\\d{1,10}")) {
      return Optional.empty();
    }
    long value = Long.parseLong(text);
    return value <= Integer.MAX_VALUE ? Optional.of((int) value) : Optional.empty();
  }
}
