package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.format.HumanDuration;
import dev.jdock.cli.format.HumanSize;
import dev.jdock.image.store.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One name of an image, with the fields that a list of images shows. */
record ImageRow(Image image, String repository, String tag, String digest) {
  private static final String NONE = "<none>";

  static final RowFormat FORMAT =
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
  static String template(String format, boolean quiet, boolean digests) {
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

  /** A row for each name; one without a name for an image that has none. */
  static List<ImageRow> of(Image image) {
    List<ImageRow> rows = new ArrayList<>();
    for (String name : image.names()) {
      int colon = name.lastIndexOf(':');
      String repository = name.substring(0, colon);
      rows.add(
          new ImageRow(image, repository, name.substring(colon + 1), digest(image, repository)));
    }
    for (String digest : image.digests()) {
      String repository = digest.substring(0, digest.indexOf('@'));
      if (rows.stream().noneMatch(row -> row.repository().equals(repository))) {
        rows.add(new ImageRow(image, repository, NONE, digest(image, repository)));
      }
    }
    return rows.isEmpty() ? List.of(new ImageRow(image, NONE, NONE, NONE)) : rows;
  }

  private static String digest(Image image, String repository) {
    return image.digests().stream()
        .filter(digest -> digest.startsWith(repository + "@"))
        .map(digest -> digest.substring(repository.length() + 1))
        .findFirst()
        .orElse(NONE);
  }

  String id(boolean truncate) {
    return truncate ? Human.shortId(image.id()) : image.id();
  }

  /** Alphabetical, as Docker's JSON has them. */
  Map<String, Object> fields(Invocation invocation, boolean truncate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String size = HumanSize.decimal((double) image.size(), 3);
    fields.put("Containers", "N/A");
    fields.put("CreatedAt", Human.goTime(invocation, image.created()));
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

  private String since() {
    return image.created().getEpochSecond() <= 0
        ? "N/A"
        : HumanDuration.of(Duration.between(image.created(), Instant.now())) + " ago";
  }
}
