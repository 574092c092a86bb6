package dev.jdock.e2e;

import java.nio.file.Path;
import java.util.List;

/**
 * All that a file system says of the files below a folder, a line each: type, mode, owner, time,
 * content, link, device, further names and extended attributes.
 */
final class TreeListing {

  private static final String SCRIPT =
      """
      import hashlib, os, stat, sys
      root = os.fsencode(sys.argv[1])
      names = {}
      for folder, folders, files in os.walk(root):
          for name in [b''] + files + [f for f in folders if os.path.islink(os.path.join(folder, f))]:
              path = os.path.join(folder, name).rstrip(b'/')
              s = os.lstat(path)
              kind = stat.S_IFMT(s.st_mode)
              shown = os.fsdecode(os.path.relpath(path, root))
              names.setdefault(s.st_ino, []).append(shown)
              what = ''
              if stat.S_ISREG(s.st_mode):
                  what = hashlib.sha256(open(path, 'rb').read()).hexdigest()
              elif stat.S_ISLNK(s.st_mode):
                  what = os.fsdecode(os.readlink(path))
              elif stat.S_ISCHR(s.st_mode) or stat.S_ISBLK(s.st_mode):
                  what = '%d:%d' % (os.major(s.st_rdev), os.minor(s.st_rdev))
              attributes = sorted(
                  (a, os.getxattr(path, a, follow_symlinks=False).hex())
                  for a in os.listxattr(path, follow_symlinks=False)
                  if not a.startswith(('trusted.overlay.', 'security.selinux')))
              when = 0 if shown == '.' else s.st_mtime_ns
              print(ascii(shown), oct(s.st_mode), s.st_uid, s.st_gid, when, what, attributes)
      for same in sorted(sorted(n) for n in names.values() if len(n) > 1):
          print('same', ascii(same))
      """;

  private TreeListing() {}

  /** Sorted; the time of the folder itself, which no archive need have, is left out. */
  static List<String> of(Path root) {
    return Host.run("python3", "-c", SCRIPT, root.toString()).ok().lines().stream()
        .sorted()
        .toList();
  }

  /** The same of an image's layers as overlayfs shows them. */
  static List<String> ofImage(Jdock jdock, String image, Path mountPoint) {
    String upper = jdock.format(image, "{{.GraphDriver.Data.UpperDir}}");
    String lower = jdock.format(image, "{{.GraphDriver.Data.LowerDir}}");
    boolean single = lower.isEmpty() || lower.equals("<no value>");
    if (single) {
      return of(Path.of(upper));
    }
    Host.run(
            "mount",
            "-t",
            "overlay",
            "overlay",
            "-o",
            "lowerdir=" + upper + ":" + lower,
            mountPoint.toString())
        .ok();
    try {
      return of(mountPoint);
    } finally {
      Host.run("umount", mountPoint.toString()).ok();
    }
  }
}
