package dev.jdock.image.build.cache;

import dev.jdock.image.layer.TarEntry;
import dev.jdock.linux.file.FileNames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * What is in the folder of a kept context: of each path a digest of what the client told of it. The
 * listing is there only as long as nobody changes the folder, and counts only until the machine
 * starts again: the folder is not flushed to the disk.
 */
record ContextListing(Path folder) {
  private static final String NAME = "listing";
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int LONGEST_PATH = 1 << 20;

  /** Of all that the client tells of a file. */
  static String digest(TarEntry file) {
    KeyHash hash =
        new KeyHash("told")
            .add(file.type().name())
            .add(file.hardLink() ? 1 : 0)
            .add(file.mode())
            .add(file.uid())
            .add(file.gid())
            .add(file.size())
            .add(file.mtimeSeconds())
            .add(file.mtimeNanos())
            .add(FileNames.encode(file.linkTarget()))
            .add(file.deviceMajor())
            .add(file.deviceMinor());
    file.attributes().forEach((name, value) -> hash.add(name).add(value));
    return hash.digest().hex();
  }

  /** Reads the listing, which is gone afterwards. Empty where there is none that can be used. */
  Map<String, String> take() throws IOException {
    Path file = folder.resolve(NAME);
    Map<String, String> known = new HashMap<>();
    if (Files.exists(file)) {
      try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        if (in.readUTF().equals(boot())) {
          for (int left = in.readInt(); left > 0; left--) {
            byte[] path = new byte[Math.min(in.readInt(), LONGEST_PATH)];
            in.readFully(path);
            known.put(FileNames.decode(path, 0, path.length), in.readUTF());
          }
        }
      } finally {
        Files.delete(file);
      }
    }
    return known;
  }

  void write(Map<String, String> known) throws IOException {
    Path draft = folder.resolve(NAME + ".tmp");
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
      out.writeUTF(boot());
      out.writeInt(known.size());
      for (Map.Entry<String, String> each : known.entrySet()) {
        byte[] path = FileNames.encode(each.getKey());
        out.writeInt(path.length);
        out.write(path);
        out.writeUTF(each.getValue());
      }
    }
    Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String boot() throws IOException {
    return Files.readString(BOOT).strip();
  }
}
