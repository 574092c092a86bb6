package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.runtime.container.record.HealthCheckPlan;
import dev.jdock.runtime.container.start.Environment;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an image says, with what the user said instead: Docker's rules, one by one. */
public final class MergedConfig {
  private MergedConfig() {}

  static ImageConfig of(ImageConfig image, ContainerSpec spec) {
    ContainerSpec.Command command = spec.command();
    return new ImageConfig(
        orElse(command.user(), image.user()),
        exposedPorts(image, spec),
        Environment.overlaid(command.env(), image.env()),
        command.entrypoint() == null ? image.entrypoint() : emptyToNull(command.entrypoint()),
        arguments(image, command),
        volumes(image, spec),
        orElse(command.workingDir(), image.workingDir()),
        labels(image, spec),
        spec.lifecycle().stopSignal() == null ? image.stopSignal() : spec.lifecycle().stopSignal(),
        spec.lifecycle().stopTimeoutSeconds() == null
            ? image.stopTimeout()
            : spec.lifecycle().stopTimeoutSeconds(),
        HealthCheckPlan.merged(spec.lifecycle().healthcheck(), image.healthcheck()),
        image.onBuild(),
        image.shell(),
        false);
  }

  /**
   * Program and arguments.
   *
   * @throws JdockException INVALID {@code no command specified}
   */
  static List<String> commandLine(ImageConfig config) {
    List<String> line = new ArrayList<>();
    if (config.entrypoint() != null) {
      line.addAll(config.entrypoint());
    }
    if (config.cmd() != null) {
      line.addAll(config.cmd());
    }
    if (line.isEmpty()) {
      throw JdockException.invalid("no command specified");
    }
    return line;
  }

  /**
   * What the kernel takes ends at a NUL: a program would get less than its image shows.
   *
   * @throws JdockException INVALID for a configuration that cannot be given to a process
   */
  static void check(ImageConfig config) {
    check("Entrypoint", config.entrypoint());
    check("Cmd", config.cmd());
    check("Env", config.env());
    check("WorkingDir", List.of(config.workingDir()));
    check("User", List.of(config.user()));
  }

  private static void check(String what, @Nullable List<String> texts) {
    if (texts != null && texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
      throw JdockException.invalid("invalid " + what + " of the container: it contains a NUL");
    }
  }

  /** An entry point of the user's own makes the image's CMD meaningless. */
  private static @Nullable List<String> arguments(
      ImageConfig image, ContainerSpec.Command command) {
    if (!command.arguments().isEmpty()) {
      return command.arguments();
    }
    return command.entrypoint() == null ? image.cmd() : null;
  }

  private static @Nullable List<String> emptyToNull(List<String> list) {
    return list.isEmpty() || list.equals(List.of("")) ? null : list;
  }

  private static String orElse(@Nullable String said, String otherwise) {
    return said == null || said.isEmpty() ? otherwise : said;
  }

  private static SortedSet<String> exposedPorts(ImageConfig image, ContainerSpec spec) {
    SortedSet<String> ports = new TreeSet<>(image.exposedPorts());
    ports.addAll(spec.networking().exposed());
    for (PortMapping mapping : spec.networking().publish()) {
      ports.add(mapping.containerPort() + "/" + mapping.protocol());
    }
    return ports;
  }

  private static SortedSet<String> volumes(ImageConfig image, ContainerSpec spec) {
    SortedSet<String> volumes = new TreeSet<>(image.volumes());
    volumes.addAll(spec.storage().anonymousVolumes());
    return volumes;
  }

  private static SortedMap<String, String> labels(ImageConfig image, ContainerSpec spec) {
    SortedMap<String, String> labels = new TreeMap<>(image.labels());
    labels.putAll(spec.labels());
    return labels;
  }
}
