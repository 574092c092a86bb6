package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.namespace.IdMap;
import dev.jdock.runtime.volume.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Maps the owners of a folder of the host for one container, by an idmapped mount: what the
 * container's user writes there belongs on the host to the folder's owner.
 *
 * @param user that the container runs as, as its configuration names it; empty for root
 * @param namespaces makes the user namespace that the kernel takes the map from
 */
public record OwnerMap(Ownership ownership, String user, UserNamespaces namespaces) {

  /** User namespaces of which only the map is wanted. */
  @FunctionalInterface
  public interface UserNamespaces {
    Fd make(IdMap users, IdMap groups);
  }

  /**
   * Attaches a copy of the folder's mount in which owners are mapped.
   *
   * @param root of the container, whose users are meant
   * @throws JdockException INVALID where the file system or the kernel cannot
   */
  void mount(RootDirectory root, Path source, Fd target, boolean recursive) {
    RootDirectory.Status folder;
    try (Fd opened = Fd.open(source, Fd.O_PATH)) {
      folder = RootDirectory.status(opened);
    }
    IdMap users = IdMap.of(pairs(ownership.users()));
    IdMap groups = IdMap.of(pairs(ownership.groups()));
    if (ownership.matches()) {
      UserDatabase.User its = UserDatabase.of(root).resolve(wanted());
      refuseRootsFiles(source, folder, its);
      users = IdMap.of(Map.of(unsigned(folder.uid()), unsigned(its.uid())));
      groups = IdMap.of(Map.of(unsigned(folder.gid()), unsigned(its.gid())));
    }
    try (Fd copy = recursive ? Mounts.copyTree(source) : Mounts.copy(source)) {
      if (!users.isIdentity() || !groups.isIdentity()) {
        map(source, copy, users, groups);
      }
      Mounts.attach(copy, target.procPath());
    }
  }

  private String wanted() {
    String named = ownership.user();
    String wanted = named == null ? user : named;
    return wanted.isEmpty() ? "0" : wanted;
  }

  /** Who may write files that are root's may make programs that run as root, on the host. */
  private static void refuseRootsFiles(
      Path source, RootDirectory.Status folder, UserDatabase.User user) {
    if (folder.uid() == 0 && user.uid() != 0) {
      throw JdockException.invalid(
          "bind-idmap=match-user: %s belongs to root, and so would what user %d of the container writes: give it to somebody else, or say bind-idmap=uid:0:%d"
              .formatted(source, user.uid(), user.uid()));
    }
  }

  private void map(Path source, Fd copy, IdMap users, IdMap groups) {
    try (Fd namespace = namespaces.make(users, groups)) {
      Mounts.mapOwners(copy, namespace);
    } catch (SyscallException e) {
      throw JdockException.invalid(
          "bind-idmap: the owners of %s cannot be mapped: %s".formatted(source, why(source, e)));
    }
  }

  private static String why(Path source, SyscallException failure) {
    if (failure.errno() == Errno.ENOSYS) {
      return "that needs Linux 5.12";
    }
    if (!failure.call().equals("mount_setattr") || failure.errno() != Errno.EINVAL) {
      return String.valueOf(failure.getMessage());
    }
    String type = "";
    try {
      type = " (" + Files.getFileStore(source).type() + ")";
    } catch (IOException e) {
      type = "";
    }
    return "its file system" + type + " does not support that with this kernel";
  }

  private static Map<Long, Long> pairs(List<Ownership.Pair> pairs) {
    return pairs.stream()
        .collect(Collectors.toMap(Ownership.Pair::host, Ownership.Pair::container));
  }

  private static long unsigned(int id) {
    return Integer.toUnsignedLong(id);
  }
}
