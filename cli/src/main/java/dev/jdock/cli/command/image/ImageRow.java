package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.HumanDuration;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.DiskUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One name of an image, with the fields that a list of images shows. */
public record ImageRow(Image image, String repository, String tag, String digest) {
  private static final String NONE = "<none>";

  /** How {@code images} shows rows. */
  public static final RowFormat FORMAT =
      new RowFormat(
          "*formatter.imageContext",
          Map.ofEntries(
              Map.entry("ID", "IMAGE ID"),
              Map.entry("Repository", "REPOSITORY"),
              Map.entry("Tag", "TAG"),
              Map.entry("Digest", "DIGEST"),
              Map.entry("CreatedSince", "CREATED"),
              Map.entry("CreatedAt", "CREATED AT"),
              Map.entry("Size", "SIZE"),
              Map.entry("Containers", "CONTAINERS"),
              Map.entry("VirtualSize", "SIZE"),
              Map.entry("SharedSize", "SHARED SIZE"),
              Map.entry("UniqueSize", "UNIQUE SIZE")));

  /** The template that {@code --format} means. */
  public static String template(String format, boolean quiet, boolean digests) {
    boolean table = format.isEmpty() || format.equals("table");
    if (quiet && table) {
      return "{{.ID}}";
    }
    if (!format.equals("raw")) {
      return format;
    }
    return quiet
        ? "image_id: {{.ID}}"
        : """
        repository: {{.Repository}}
        tag: {{.Tag}}
        """
            + (digests ? "digest: {{.Digest}}\n" : "")
            + """
            image_id: {{.ID}}
            created_at: {{.CreatedAt}}
            virtual_size: {{.Size}}
            """;
  }

  /**
   * A row for each name; one without a name for an image that has none.
   *
   * @param digests whether digests are shown, so that each is worth a row
   * @param wanted whether the template asks for digests
   */
  static List<ImageRow> of(Image image, boolean digests, boolean wanted) {
    if (image.names().isEmpty() && image.digests().isEmpty()) {
      return List.of(new ImageRow(image, NONE, NONE, NONE));
    }
    SortedMap<String, List<String>> left = split(image.digests(), '@');
    List<ImageRow> rows = new ArrayList<>();
    split(image.names(), ':')
        .forEach((repository, tags) -> {
          List<String> its = left.remove(repository);
          List<String> shown = wanted && its != null ? its : List.of(NONE);
          tags.forEach(
              tag -> shown.forEach(d -> rows.add(new ImageRow(image, repository, tag, d))));
        });
    left.forEach((repository, its) -> {
      List<String> shown = digests ? its : List.of("");
      shown.forEach(digest -> rows.add(new ImageRow(image, repository, NONE, digest)));
    });
    return rows;
  }

  /** Tags or digests by repository. */
  private static SortedMap<String, List<String>> split(List<String> names, char separator) {
    SortedMap<String, List<String>> byRepository = new TreeMap<>();
    for (String name : names) {
      int end = name.lastIndexOf(separator);
      byRepository
          .computeIfAbsent(name.substring(0, end), r -> new ArrayList<>())
          .add(name.substring(end + 1));
    }
    return byRepository;
  }

  String id(boolean truncate) {
    return truncate ? Human.shortId(image.id()) : image.id();
  }

  /** Alphabetical, as Docker's JSON has them. */
  Map<String, Object> fields(Invocation invocation, boolean truncate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String size = HumanSize.decimal((double) image.size(), 3);
    fields.put("Containers", "N/A");
    // Computed if it is asked for, as it needs the rules of a time zone.
    fields.put("CreatedAt", (Supplier<String>) () -> Human.goTime(invocation, image.created()));
    fields.put("CreatedSince", since());
    fields.put("Digest", digest);
    fields.put("ID", id(truncate));
    fields.put("Repository", repository);
    fields.put("SharedSize", "N/A");
    fields.put("Size", size);
    fields.put("Tag", tag);
    fields.put("UniqueSize", "N/A");
    fields.put("VirtualSize", HumanSize.decimal((double) image.size(), 4));
    return fields;
  }

  /** A row of {@code system df -v}: an image has one, under its first name. */
  public static Map<String, Object> usage(
      Invocation invocation, DiskUsage.ImageUsage usage, boolean truncate) {
    Image image = usage.image();
    String name = image.names().isEmpty() ? NONE + ":" + NONE : image.names().getFirst();
    int colon = name.lastIndexOf(':');
    ImageRow row = new ImageRow(image, name.substring(0, colon), name.substring(colon + 1), "");
    Map<String, Object> fields = row.fields(invocation, truncate);
    fields.put("Containers", String.valueOf(usage.containers()));
    fields.put("SharedSize", HumanSize.decimal((double) usage.sharedSize(), 4));
    fields.put("UniqueSize", HumanSize.decimal((double) usage.ownSize(), 4));
    return fields;
  }

  private String since() {
    return image.created().getEpochSecond() <= 0
        ? "N/A"
        : HumanDuration.of(Duration.between(image.created(), Instant.now())) + " ago";
  }
}
