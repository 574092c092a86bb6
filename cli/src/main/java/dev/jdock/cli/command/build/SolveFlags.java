package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.SolveOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a build uses what former builds came to. */
final class SolveFlags {
  @Option(
      names = "--no-cache-filter",
      paramLabel = "stringArray",
      description = "Do not cache specified stages")
  private List<String> noCacheFilter = new ArrayList<>();

  @Option(names = "--explain", description = "Say of every step why it is not in the cache")
  private boolean explain;

  @Option(
      names = "--reproducible",
      description =
          "Date nothing later than SOURCE_DATE_EPOCH (default the context's time, or 1970)")
  private boolean reproducible;

  /**
   * @param noCache whether no stage is to use the cache
   * @param rewrites whether an output wants what {@code --reproducible} does
   */
  SolveOptions options(boolean noCache, boolean rewrites) {
    List<String> stages =
        noCacheFilter.stream().flatMap(text -> Stream.of(text.split(",", -1))).toList();
    if (noCache && !stages.isEmpty()) {
      throw CommandFailure.of(
          "ERROR: --no-cache and --no-cache-filter cannot currently be used together");
    }
    return new SolveOptions(stages, explain, reproducible || rewrites);
  }
}
