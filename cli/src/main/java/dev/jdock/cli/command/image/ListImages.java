package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.ImageSummary;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code images}. */
@Command(description = "List images")
public final class ListImages extends Action {
  @Option(
      names = {"-a", "--all"},
      description = "Show all images (default hides intermediate images)")
  private boolean all;

  @Option(names = "--digests", description = "Show digests")
  private boolean digests;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show ids only")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "filter",
      converter = Filter.Converter.class,
      description = "Show only those that match (name=value)")
  private List<Filter> filters = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  @Option(names = "--tree", description = "List multi-platform images as a tree (EXPERIMENTAL)")
  private boolean tree;

  public ListImages() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    refuseWithTree();
    List<Filter> wanted = new ArrayList<>(filters);
    wanted.removeIf(Filter::isNothing);
    arguments().forEach(reference -> wanted.add(new Filter("reference", reference)));
    ImageQuery query =
        new ImageQuery(
            all || tree, false, Filter.of(wanted, ZonedDateTime.now(Human.zone(invocation))));
    List<ImageSummary> images = engine.images().list(query);
    if (tree) {
      new ImageTree(invocation).print(images, all);
      return 0;
    }
    String template = format;
    if (template.isEmpty() && !quiet) {
      template = DockerConfig.of(invocation).imagesFormat();
    }
    String rowTemplate = ImageRow.template(template, quiet, digests);
    boolean showDigests = digests || rowTemplate.contains("{{.Digest}}");
    List<ImageRow> rows =
        images.stream()
            .flatMap(image -> ImageRow.of(image.image(), digests, showDigests).stream())
            .toList();
    ImageRow.FORMAT.print(
        invocation.out(),
        rowTemplate,
        digests
            ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
            : List.of("Repository", "Tag", "ID", "CreatedSince", "Size"),
        rows.stream().map(row -> row.fields(invocation, !full)).toList());
    return 0;
  }

  private void refuseWithTree() {
    String other =
        quiet
            ? "--quiet"
            : full ? "--no-trunc" : digests ? "--show-digest" : format.isEmpty() ? "" : "--format";
    if (tree && !other.isEmpty()) {
      throw CommandFailure.of(other + " is not yet supported with --tree");
    }
  }
}
