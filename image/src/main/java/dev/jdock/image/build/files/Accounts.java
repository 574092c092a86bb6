package dev.jdock.image.build.files;

import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of users and groups in a root file system: its passwd(5) and group(5). */
public final class Accounts {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
  private static final long MAXIMUM = 0xffff_fffeL;
  private static final int PASSWD_FIELDS = 4;
  private static final int GROUP_FIELDS = 3;

  private final Directory root;

  public Accounts(Directory root) {
    this.root = root;
  }

  /**
   * Reads {@code user[:group]}; a user alone brings the group of that number, or its own when it is
   * named.
   *
   * @throws JdockException for a name the root file system does not have
   */
  public Ownership owner(String text) {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    int uid;
    int gid;
    if (user.isEmpty()) {
      uid = 0;
      gid = 0;
    } else if (NUMBER.matcher(user).matches()) {
      uid = number(user);
      gid = uid;
    } else {
      List<String> fields =
          line("etc/passwd", user, PASSWD_FIELDS).orElseThrow(() -> unknown("uid", "user", user));
      uid = number(fields.get(2));
      gid = number(fields.get(3));
    }
    String group = colon < 0 ? "" : text.substring(colon + 1);
    return new Ownership(uid, group.isEmpty() ? gid : group(group));
  }

  private int group(String group) {
    if (NUMBER.matcher(group).matches()) {
      return number(group);
    }
    return number(
        line("etc/group", group, GROUP_FIELDS)
            .orElseThrow(() -> unknown("gid", "group", group))
            .get(2));
  }

  private static int number(String text) {
    long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
    if (number < 0 || number > MAXIMUM) {
      throw JdockException.invalid("invalid user or group id: " + text);
    }
    return (int) number;
  }

  private static JdockException unknown(String id, String what, String name) {
    return JdockException.invalid(
        "unable to convert uid/gid chown string to host mapping: can't find "
            + id
            + " for "
            + what
            + " "
            + name
            + ": no such "
            + what
            + ": "
            + name);
  }

  private Optional<List<String>> line(String file, String name, int fields) {
    return read(file)
        .lines()
        .map(line -> List.of(line.split(":", -1)))
        .filter(line -> line.size() >= fields && line.getFirst().equals(name))
        .findFirst();
  }

  private String read(String path) {
    try (Fd file = root.openInRoot(path, Fd.O_RDONLY | Fd.O_NONBLOCK | Fd.O_NOCTTY)) {
      if (!Files.isRegularFile(file.procPath())) {
        return "";
      }
      return new String(SmallFile.read(file.procPath()), StandardCharsets.ISO_8859_1);
    } catch (SyscallException e) {
      if (Trees.isMissing(e)) {
        return "";
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
