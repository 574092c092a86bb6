package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds images by their names, and shows them. Not thread-safe: the caller has to hold the lock of
 * the {@link ImageStore}.
 */
final class ImageViews {
  private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

  private final ImageRecords records;
  private final LayerStore layers;

  ImageViews(ImageRecords records, LayerStore layers) {
    this.records = records;
    this.layers = layers;
  }

  /** Every image, newest first. */
  List<Image> list() {
    return records.ids().stream().map(this::image).sorted(ImageViews::compare).toList();
  }

  /** What Comparator.comparing would have each process assemble for its first list. */
  private static int compare(Image a, Image b) {
    int newer = b.created().compareTo(a.created());
    return newer != 0 ? newer : a.id().compareTo(b.id());
  }

  /** What to throw for a name that {@link #lookUp} does not find. */
  static JdockException notFound(String image) {
    return JdockException.notFound("No such image: " + normalised(image));
  }

  private static String normalised(String image) {
    if (Digest.isDigest(image) || Digest.isDigest(Digest.PREFIX + image)) {
      return image.startsWith(Digest.PREFIX) ? image : Digest.PREFIX + image;
    }
    return Reference.parse(image).familiar();
  }

  /**
   * The id of an image by name, {@code name:tag}, {@code name@digest}, id or unique id prefix.
   *
   * @throws JdockException INVALID for an ambiguous prefix
   */
  Optional<Digest> lookUp(String image) {
    if (!Digest.isDigest(image) && !Digest.isDigest(Digest.PREFIX + image)) {
      Reference reference = Reference.parse(image);
      Digest named = records.index().names().get(key(reference));
      if (named != null && records.contains(named)) {
        return Optional.of(named);
      }
    }
    if (!ID_PREFIX.matcher(image).matches()) {
      return Optional.empty();
    }
    String prefix = image.startsWith(Digest.PREFIX) ? image : Digest.PREFIX + image;
    List<Digest> found =
        records.ids().stream().filter(id -> id.toString().startsWith(prefix)).toList();
    if (found.size() > 1) {
      throw JdockException.invalid("ambiguous reference: " + image);
    }
    return found.stream().findFirst();
  }

  /** Docker looks a name with a tag and a digest up by its digest alone. */
  private static String key(Reference reference) {
    Digest digest = reference.digest();
    return (digest == null ? reference : reference.withDigest(digest)).toString();
  }

  Image image(Digest id) {
    ImageDocument document = records.document(id);
    ImageIndex.Entry entry = records.entry(id);
    List<String> tagged = new ArrayList<>();
    List<String> digested = new ArrayList<>();
    for (String name : records.index().namesOf(id)) {
      Reference reference = Reference.parse(name);
      (reference.digest() == null ? tagged : digested).add(reference.familiar());
    }
    long size = 0;
    for (Digest diffId : document.diffIds()) {
      size += layers.find(diffId).map(Layer::size).orElse(0L);
    }
    return new Image(
        id.toString(),
        List.copyOf(tagged),
        List.copyOf(digested),
        entry == null || entry.parent() == null ? null : entry.parent().toString(),
        document.created() == null ? Instant.EPOCH : document.created(),
        document.architecture(),
        document.os(),
        document.variant(),
        document.author(),
        document.comment(),
        document.config(),
        document.diffIds().stream().map(Digest::toString).toList(),
        document.history().stream()
            .map(h -> new Image.History(h.created(), h.createdBy(), h.comment(), h.emptyLayer()))
            .toList(),
        size);
  }

  /** The names with tags in the repository of {@code name}, sorted. */
  List<Reference> tagsOf(Reference name) {
    return records.index().names().keySet().stream()
        .map(Reference::parse)
        .filter(each -> each.digest() == null && each.name().equals(name.name()))
        .toList();
  }

  /** The image's unpacked layers, uppermost first; this alone needs no lock. */
  List<Path> lowerDirs(Image image) {
    return layers.lowerDirs(image.diffIds().stream().map(Digest::parse).toList());
  }

  /** As the Docker Engine API's {@code GET /images/{name}/json}. */
  JsonNode inspect(Image image) {
    Digest id = Digest.parse(image.id());
    ImageDocument _ = records.document(id);
    ImageIndex.Entry entry = records.entry(id);
    return ImageJson.inspect(image, lowerDirs(image), entry == null ? null : entry.lastTagged());
  }

  /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
  JsonNode history(Image image) {
    ImageDocument _ = records.document(Digest.parse(image.id()));
    List<Long> sizes =
        image.diffIds().stream().map(d -> layers.layer(Digest.parse(d)).size()).toList();
    List<Image> line = new ArrayList<>();
    for (Image next = image; next != null; next = parent(next)) {
      line.add(next);
    }
    return ImageJson.history(line, sizes);
  }

  private @Nullable Image parent(Image image) {
    if (image.parent() == null) {
      return null;
    }
    Digest parent = Digest.parse(image.parent());
    return records.contains(parent) ? image(parent) : null;
  }
}
