package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ListFlags;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.ImageSummary;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code images}. */
@Command(description = "List images")
public final class ListImages extends Action {
  @Mixin private ListFlags flags = new ListFlags();

  @Option(
      names = {"-a", "--all"},
      description = "Show all images (default hides intermediate images)")
  private boolean all;

  @Option(names = "--digests", description = "Show digests")
  private boolean digests;

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  @Option(names = "--tree", description = "List multi-platform images as a tree (EXPERIMENTAL)")
  private boolean tree;

  public ListImages() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    refuseWithTree();
    List<Filter> references =
        arguments().stream().map(reference -> new Filter("reference", reference)).toList();
    ImageQuery query = new ImageQuery(all || tree, false, flags.filters(invocation, references));
    List<ImageSummary> images = engine.images().list(query);
    if (tree) {
      new ImageTree(invocation).print(images, all);
      return 0;
    }
    String template = flags.format();
    if (template.isEmpty() && !flags.quiet()) {
      template = DockerConfig.of(invocation).imagesFormat();
    }
    String rowTemplate = ImageRow.template(template, flags.quiet(), digests);
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
        flags.quiet()
            ? "--quiet"
            : full
                ? "--no-trunc"
                : digests ? "--show-digest" : flags.format().isEmpty() ? "" : "--format";
    if (tree && !other.isEmpty()) {
      throw CommandFailure.of(other + " is not yet supported with --tree");
    }
  }
}
