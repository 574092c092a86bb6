package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.PruneFilter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code image prune}. */
@Command(description = "Remove unused images")
public final class PruneImages extends Action {
  private static final Set<String> FILTERS = Set.of("dangling", "label", "label!", "until");

  @Mixin private PruneFlags flags = new PruneFlags();

  @Option(
      names = {"-a", "--all"},
      description = "Remove all unused images, not just dangling ones")
  private boolean all;

  public PruneImages() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String which =
        all
            ? "all images without at least one container associated to them."
            : "all dangling images.";
    if (flags.confirmed(
        invocation,
        "WARNING! This will remove " + which + "\nAre you sure you want to continue?")) {
      PruneReport report = new PruneReport(invocation.out());
      report.add(prune(engine, invocation, flags, all));
      report.end();
    }
    return 0;
  }

  /** The flag {@code --all} is a filter too: {@code dangling=false}. */
  static PrunedImages prune(Engine engine, Invocation invocation, PruneFlags flags, boolean all) {
    PruneFilter filter = flags.filter(invocation, FILTERS);
    List<String> dangling =
        flags.filters(invocation).stream()
            .filter(each -> each.name().equals("dangling"))
            .map(Filter::value)
            .toList();
    return engine.images().prune(all(dangling, all), filter);
  }

  private static boolean all(List<String> dangling, boolean all) {
    boolean yes = !all || dangling.contains("true") || dangling.contains("1");
    boolean no = all || dangling.contains("false") || dangling.contains("0");
    if (yes == no) {
      throw JdockException.invalid(
          "invalid filter 'dangling=" + (all ? "[false true]" : "[true false]") + "'");
    }
    return no;
  }
}
