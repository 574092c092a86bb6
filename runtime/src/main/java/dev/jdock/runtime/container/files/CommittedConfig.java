package dev.jdock.runtime.container.files;

import dev.jdock.image.oci.ImageConfig;
import dev.jdock.runtime.container.record.HealthCheckPlan;
import dev.jdock.runtime.container.start.Environment;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
        Environment.overlaid(said.env(), base.env()),
        said.entrypoint() == null ? base.entrypoint() : entered ? said.entrypoint() : null,
        // A command is an argument of the entrypoint that it was made for.
        entered || said.cmd() != null && !said.cmd().isEmpty() ? said.cmd() : base.cmd(),
        union(said.volumes(), base.volumes()),
        said.workingDir().isEmpty() ? base.workingDir() : said.workingDir(),
        labels,
        said.stopSignal() == null ? base.stopSignal() : said.stopSignal(),
        said.stopTimeout(),
        HealthCheckPlan.merged(said.healthcheck(), base.healthcheck()),
        said.onBuild(),
        said.shell(),
        said.argsEscaped());
  }

  private static SortedSet<String> union(Collection<String> one, Collection<String> other) {
    SortedSet<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
