package dev.jdock.runtime.container.files;

import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import dev.jdock.runtime.container.start.Environment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A configuration of a user's for an image, with a container's where the user says nothing. */
final class CommittedConfig {
  private CommittedConfig() {}

  /**
   * @param said the user's
   * @param base the container's
   */
  static ImageConfig of(ImageConfig said, ImageConfig base) {
    boolean entered = said.entrypoint() != null && !said.entrypoint().isEmpty();
    TreeMap<String, String> labels = new TreeMap<>(base.labels());
    labels.putAll(said.labels());
    return new ImageConfig(
        said.user().isEmpty() ? base.user() : said.user(),
        union(said.exposedPorts(), base.exposedPorts()),
        variables(said, base),
        said.entrypoint() == null ? base.entrypoint() : entered ? said.entrypoint() : null,
        // A command is an argument of the entrypoint that it was made for.
        entered || said.cmd() != null && !said.cmd().isEmpty() ? said.cmd() : base.cmd(),
        union(said.volumes(), base.volumes()),
        said.workingDir().isEmpty() ? base.workingDir() : said.workingDir(),
        labels,
        said.stopSignal() == null ? base.stopSignal() : said.stopSignal(),
        said.stopTimeout(),
        check(said.healthcheck(), base.healthcheck()),
        said.onBuild(),
        said.shell(),
        said.argsEscaped());
  }

  private static SortedSet<String> union(Collection<String> one, Collection<String> other) {
    SortedSet<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  /** The user's first, in their order. */
  private static List<String> variables(ImageConfig said, ImageConfig base) {
    List<String> all = new ArrayList<>(said.env());
    Set<String> known = new HashSet<>(said.variables().keySet());
    for (String pair : base.env()) {
      if (!known.contains(Environment.name(pair))) {
        all.add(pair);
      }
    }
    return all;
  }

  private static @Nullable HealthCheck check(
      @Nullable HealthCheck said, @Nullable HealthCheck base) {
    if (said == null || base == null) {
      return said == null ? base : said;
    }
    return new HealthCheck(
        said.test().isEmpty() ? base.test() : said.test(),
        said.interval() == 0 ? base.interval() : said.interval(),
        said.timeout() == 0 ? base.timeout() : said.timeout(),
        said.startPeriod() == 0 ? base.startPeriod() : said.startPeriod(),
        said.startInterval() == 0 ? base.startInterval() : said.startInterval(),
        said.retries() == 0 ? base.retries() : said.retries());
  }
}
