package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code images}. */
@Command(description = "List images")
public final class ListImages extends Action {
  // Never read: there are no intermediate images, so every list has all.
  @SuppressWarnings("unused")
  @Option(
      names = {"-a", "--all"},
      description = "Show intermediate images too (there are none)")
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

  public ListImages() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<Filter> wanted = new ArrayList<>(filters);
    arguments().forEach(reference -> wanted.add(new Filter("reference", reference)));
    List<ImageRow> rows = new ImageFilter(engine.images()).rows(engine.images().list(), wanted);
    String template = format;
    if (template.isEmpty() && !quiet) {
      template = DockerConfig.of(invocation).imagesFormat();
    }
    template = ImageRow.template(template, quiet, digests);
    List<String> columns =
        digests
            ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
            : List.of("Repository", "Tag", "ID", "CreatedSince", "Size");
    ImageRow.FORMAT.print(
        invocation.out(),
        template,
        columns,
        rows.stream().map(row -> row.fields(invocation, !full)).toList());
    return 0;
  }
}
