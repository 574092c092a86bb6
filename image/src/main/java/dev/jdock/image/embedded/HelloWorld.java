package dev.jdock.image.embedded;

import dev.jdock.image.oci.ImageConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The image {@code hello-world}, for when there is none in the store and no registry in reach. */
public final class HelloWorld {
  /** The repository name that it answers to. */
  public static final String REPOSITORY = "hello-world";

  /** The architectures it is made for, by the names of the OCI image-spec. */
  public static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");

  private static final String GREETING =
      """

      Hello from jdock!
      If you can read this, containers work on this machine.

      What just happened:
       1. The jdock command found its engine, or started it, and passed your request on.
       2. The engine looked for the image "hello-world" and took the one built into jdock.
       3. It made a container of it: a file system, namespaces, a cgroup and an address of its own.
       4. The container ran one small program, and its output came back to your terminal.

      What to try next:
       $ jdock ps -a                               the container that has just ended
       $ jdock build -t myimage .                  an image from a Dockerfile
       $ jdock run -it myimage sh                  a shell in a container
       $ jdock --help                              everything else

      """;

  private HelloWorld() {}

  /**
   * The root file system as a tar archive with the one file {@code /hello}; the same bytes each
   * time.
   *
   * @param architecture one of {@link #ARCHITECTURES}
   */
  public static byte[] archive(String architecture) {
    byte[] program = program(architecture);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("hello");
      entry.setSize(program.length);
      entry.setMode(0100755);
      entry.setModTime(0);
      entry.setIds(0, 0);
      entry.setNames("", "");
      tar.putArchiveEntry(entry);
      tar.write(program);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** How its containers run. */
  public static ImageConfig config() {
    return new ImageConfig(
        "",
        new TreeSet<>(),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        null,
        List.of("/hello"),
        new TreeSet<>(),
        "/",
        new TreeMap<>(),
        null,
        null,
        null,
        List.of(),
        null,
        false);
  }

  static String greeting() {
    return GREETING;
  }

  static byte[] program(String architecture) {
    byte[] text = GREETING.getBytes(StandardCharsets.US_ASCII);
    return switch (architecture) {
      case "amd64" -> StaticElf.x86(text);
      case "arm64" -> StaticElf.aarch64(text);
      default -> throw new IllegalArgumentException("no " + REPOSITORY + " for " + architecture);
    };
  }
}
