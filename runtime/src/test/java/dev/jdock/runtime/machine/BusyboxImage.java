package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jdock.runtime.engine.ImportRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A small root file system around the host's static busybox, with a user and a filled folder. */
final class BusyboxImage {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "sh",
          "cat",
          "echo",
          "sleep",
          "id",
          "ls",
          "stat",
          "touch",
          "mkdir",
          "mount",
          "umount",
          "chmod",
          "tty",
          "stty",
          "nc",
          "yes",
          "head",
          "true",
          "kill",
          "seq",
          "wc",
          "ln",
          "grep",
          "trap",
          "date",
          "env",
          "pwd",
          "hostname",
          "dd",
          "unshare",
          "readlink",
          "chown",
          "mknod");

  private BusyboxImage() {}

  static void importInto(MachineRoom room) {
    assumeThat(BUSYBOX).as("the static busybox of Debian's busybox-static").isExecutable();
    room.images()
        .importArchive(
            new ByteArrayInputStream(archive()),
            new ImportRequest("busybox", "for tests", List.of("CMD [\"sh\"]"), null));
  }

  private static byte[] archive() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String folder : List.of("bin/", "etc/", "tmp/", "home/", "home/user/", "root/")) {
        add(tar, folder, folder.equals("tmp/") ? 01777 : 0755, 0, new byte[0]);
      }
      add(tar, "secret/", 0700, 0, new byte[0]);
      add(tar, "filled/", 0750, 1000, new byte[0]);
      add(tar, "filled/greeting", 0640, 1000, text("hello from the image\n"));
      add(tar, "bin/busybox", 04755, 0, Files.readAllBytes(BUSYBOX));
      for (String applet : APPLETS) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      add(tar, "bin/not-executable", 0644, 0, text("#!/bin/sh\n"));
      add(
          tar,
          "etc/passwd",
          0644,
          0,
          text("root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n"));
      add(tar, "etc/group", 0644, 0, text("root:x:0:\nuser:x:1000:\nextra:x:2000:user\n"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static void add(
      TarArchiveOutputStream tar, String name, int mode, int owner, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setIds(owner, owner);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
