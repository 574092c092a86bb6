package dev.jdock.image.archive;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TarPath;
import dev.jdock.image.reference.Digest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an archive has been found to hold so far, by path: documents, layers and links. */
final class ArchiveContents {
  private static final long MAX_DOCUMENTS = 64L << 20;
  private static final int MAX_LINKS = 50_000;
  private static final int MAX_HOPS = 16;

  private final Map<String, byte[]> documents = new HashMap<>();
  private final Map<String, Digest> layers = new HashMap<>();
  private final Map<String, JdockException> failures = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private long documentBytes;

  void putDocument(String path, byte[] content) {
    forget(path);
    documentBytes += content.length;
    if (documentBytes > MAX_DOCUMENTS) {
      throw JdockException.invalid(
          "invalid archive: more than " + (MAX_DOCUMENTS >> 20) + " MiB of documents");
    }
    documents.put(path, content);
  }

  void putLayer(String path, Digest diffId) {
    forget(path);
    layers.put(path, diffId);
  }

  /** What looked like a layer and could not be read as one: no harm unless an image needs it. */
  void putFailure(String path, JdockException failure) {
    forget(path);
    failures.put(path, failure);
  }

  /**
   * @param target a path in the archive
   */
  void putLink(String path, String target) {
    forget(path);
    if (links.size() < MAX_LINKS) {
      links.put(path, target);
    }
  }

  /** The last member of a name counts, as when an archive is unpacked. */
  private void forget(String path) {
    byte[] old = documents.remove(path);
    documentBytes -= old == null ? 0 : old.length;
    layers.remove(path);
    failures.remove(path);
    links.remove(path);
  }

  boolean hasDocument(String path) {
    return documents.containsKey(resolve(path));
  }

  /** INVALID when it is not there. */
  byte[] document(String path) {
    byte[] content = documents.get(resolve(path));
    if (content == null) {
      throw missing(path);
    }
    return content;
  }

  /** The layer that was unpacked from a path, by its DiffID; INVALID when there is none. */
  Digest layer(String path) {
    String at = resolve(path);
    Digest diffId = layers.get(at);
    if (diffId != null) {
      return diffId;
    }
    JdockException failure = failures.get(at);
    throw failure == null ? missing(path) : failure;
  }

  private static JdockException missing(String path) {
    return JdockException.invalid("invalid archive: open " + path + ": no such file or directory");
  }

  /** Old archives have a layer that two images share once, and links to it. */
  String resolve(String path) {
    String at = clean(path);
    for (int hops = 0; hops < MAX_HOPS; hops++) {
      @Nullable String target = links.get(at);
      if (target == null) {
        return at;
      }
      at = clean(target);
    }
    throw JdockException.invalid("invalid archive: open " + path + ": too many links");
  }

  static String clean(String path) {
    return TarPath.of(path).toString();
  }
}
