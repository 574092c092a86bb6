package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What in-toto calls a statement: something is said of subjects.
 *
 * @param subjects each with its digests
 * @param predicate what is said of them
 */
record Statement(List<Subject> subjects, String predicateType, ObjectNode predicate) {
  static final String MEDIA_TYPE = "application/vnd.in-toto+json";
  private static final String TYPE = "https://in-toto.io/Statement/v0.1";

  /**
   * @param digests in hexadecimal digits, by the names of their algorithms
   */
  record Subject(String name, SortedMap<String, String> digests) {
    Subject(String name, Digest digest) {
      this(name, new TreeMap<>(Map.of("sha256", digest.hex())));
    }
  }

  Statement {
    subjects = List.copyOf(subjects);
  }

  /** The regular files of a folder, by their paths in it. */
  static List<Subject> files(Directory root) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    collect(root, "", subjects);
    return subjects;
  }

  private static void collect(Directory folder, String prefix, List<Subject> subjects)
      throws IOException {
    List<Directory.Entry> entries = folder.list();
    entries.sort(Comparator.comparing(Directory.Entry::name));
    for (Directory.Entry entry : entries) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      String name = entry.name();
      FileStat stat = folder.stat(name);
      if (stat.isDirectory()) {
        try (Directory child = folder.child(name)) {
          collect(child, prefix + name + "/", subjects);
        }
      } else if (stat.type() == FileType.REGULAR) {
        subjects.add(new Subject(prefix + name, digest(folder, name)));
      }
    }
  }

  private static Digest digest(Directory folder, String name) throws IOException {
    try (Fd file = folder.openFile(name);
        InputStream in = Files.newInputStream(file.procPath())) {
      return Digest.of(in);
    }
  }

  /** A folder cannot have the statement under a name that one of its files has. */
  static void requireFree(Directory root, String filename) {
    if (root.tryStat(filename).isPresent()) {
      throw JdockException.invalid(
          "failed to write attestation: the result has a file " + filename + " of its own");
    }
  }

  byte[] write() {
    ObjectNode node = Json.object().put("_type", TYPE).put("predicateType", predicateType);
    ArrayNode array = node.putArray("subject");
    for (Subject subject : subjects) {
      ObjectNode entry = array.addObject().put("name", subject.name());
      subject.digests().forEach(entry.putObject("digest")::put);
    }
    node.set("predicate", predicate);
    return Json.bytes(node);
  }
}
