package dev.jdock.cli.config;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.CallerFiles;
import dev.jdock.image.oci.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** {@code config.json} on disk: laid out as Docker does, for its owner's eyes only. */
final class ConfigFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final CallerFiles files;
  private final Path path;

  /**
   * @param path as the user would name it
   */
  ConfigFile(CallerFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Its content; an empty object where there is none. */
  ObjectNode read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(files.target(path));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return JsonNodeFactory.instance.objectNode();
    }
    JsonNode content = Json.parse(bytes);
    if (content instanceof ObjectNode object) {
      return object;
    }
    throw new IOException("not a JSON object");
  }

  /** Replaces it in one step; where it is a symbolic link, what it leads to. */
  void write(ObjectNode content) throws IOException {
    Path target = files.destination(path);
    Path folder = Objects.requireNonNull(target.getParent(), target::toString);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, OWNER_ONLY);
    }
    // Made with mode 0600.
    Path fresh = Files.createTempFile(folder, "config.json", "");
    try {
      Files.write(fresh, format(content));
      keepOwner(target, fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** A user's file stays that user's where root logs in with the user's home, as sudo -E does. */
  private static void keepOwner(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
      Files.setOwner(to, old.owner());
      Files.setAttribute(to, "posix:group", old.group());
      Files.setPosixFilePermissions(to, old.permissions());
    }
  }

  private static byte[] format(ObjectNode content) throws IOException {
    DefaultIndenter tabs = new DefaultIndenter("\t", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
    printer.indentObjectsWith(tabs);
    printer.indentArraysWith(tabs);
    return new ObjectMapper().writer(printer).writeValueAsBytes(content);
  }
}
