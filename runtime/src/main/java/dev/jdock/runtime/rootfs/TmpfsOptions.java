package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.mount.Mounts;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code --tmpfs} options: mount flags apart from the file system's own (tmpfs(5)).
 *
 * @param data null when there are none
 */
record TmpfsOptions(long flags, @org.jspecify.annotations.Nullable String data) {

  static TmpfsOptions parse(String options) {
    long flags = Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC;
    List<String> data = new ArrayList<>();
    for (String option : options.split(",", -1)) {
      int equals = option.indexOf('=');
      switch (equals < 0 ? option : option.substring(0, equals)) {
        case "", "defaults", "rw", "async" -> {}
        case "ro" -> flags |= Mounts.RDONLY;
        case "exec" -> flags &= ~Mounts.NOEXEC;
        case "noexec" -> flags |= Mounts.NOEXEC;
        case "suid" -> flags &= ~Mounts.NOSUID;
        case "nosuid" -> flags |= Mounts.NOSUID;
        case "dev" -> flags &= ~Mounts.NODEV;
        case "nodev" -> flags |= Mounts.NODEV;
        case "size", "nr_blocks", "nr_inodes", "mode", "uid", "gid", "mpol" -> data.add(option);
        default ->
            throw JdockException.invalid(
                "invalid tmpfs option [\"" + option.replaceFirst("=", "\" \"") + "\"]");
      }
    }
    return new TmpfsOptions(flags, data.isEmpty() ? null : String.join(",", data));
  }
}
