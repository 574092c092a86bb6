package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.PruneFilter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code system prune}. */
@Command(description = "Remove unused data")
public final class PruneSystem extends Action {
  @Mixin private PruneFlags flags = new PruneFlags();

  @Option(
      names = {"-a", "--all"},
      description = "Remove all unused images not just dangling ones")
  private boolean all;

  @Option(names = "--volumes", description = "Prune anonymous volumes")
  private boolean volumes;

  public PruneSystem() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (volumes && flags.has("until")) {
      throw CommandFailure.of("ERROR: The \"until\" filter is not supported with \"--volumes\"");
    }
    if (!flags.confirmed(invocation, question(invocation))) {
      return 0;
    }
    Filters filters = flags.engineFilters(invocation);
    PruneReport report = new PruneReport(invocation.out());
    report.add("Deleted Containers:", engine.containers().prune(filters));
    report.add("Deleted Networks:", engine.networks().prune(filters));
    if (volumes) {
      report.add("Deleted Volumes:", engine.volumes().prune(filters));
    }
    report.add(PruneImages.prune(engine, invocation, flags, all));
    report.add(PruneBuilder.TITLE, engine.builds().prune(new BuildPrune(all, ofBuilder(filters))));
    report.end();
    return 0;
  }

  /** Results of builds have no labels; Docker's daemon does not look at such filters. */
  private static Filters ofBuilder(Filters filters) {
    return filters.without("label").without("label!");
  }

  private String question(Invocation invocation) {
    return "WARNING! This will remove:\n"
        + line("all stopped containers")
        + line("all networks not used by at least one container")
        + (volumes ? line("all anonymous volumes not used by at least one container") : "")
        + (all
            ? line("all images without at least one container associated to them")
                + line("all build cache")
            : line("all dangling images") + line("unused build cache"))
        + filtered(flags.filters(invocation))
        + "\nAre you sure you want to continue?";
  }

  private static String line(String text) {
    return "  - " + text + "\n";
  }

  private static String filtered(List<Filter> filters) {
    List<String> lines =
        filters.stream()
            .filter(filter -> PruneFilter.NAMES.contains(filter.name()))
            .map(filter -> line(filter.name() + "=" + filter.value()))
            .sorted()
            .toList();
    return lines.isEmpty()
        ? ""
        : "\n  Items to be pruned will be filtered with:\n" + String.join("", lines);
  }
}
