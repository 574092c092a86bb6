package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.Json;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.Health;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.security.SecurityOptions;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container in the Docker Engine API's words: {@code GET /containers/{id}/json}. */
public final class InspectContainer {
  private final Inspected about;
  private final Container container;
  private final ContainerRecord record;
  private final ContainerSpec spec;
  private final List<String> execs;

  /**
   * Prepares the inspection.
   *
   * @param execs ids of its further processes
   */
  public InspectContainer(Inspected about, Container container, List<String> execs) {
    this.about = about;
    this.execs = execs;
    this.container = container;
    this.record = container.record();
    this.spec = record.spec();
  }

  public JsonNode run(boolean size) {
    Path directory = about.layers().files().directory(record.id());
    ObjectNode json = Json.object();
    json.put("Id", record.id()).put("Created", record.created());
    json.put("Path", record.commandLine().getFirst());
    json.set("Args", strings(record.commandLine().subList(1, record.commandLine().size())));
    json.set("State", state());
    json.put("Image", record.imageId());
    json.put("ResolvConfPath", directory.resolve("resolv.conf").toString());
    json.put("HostnamePath", directory.resolve("hostname").toString());
    json.put("HostsPath", directory.resolve("hosts").toString());
    json.put("LogPath", about.layers().files().log(record.id()).toString());
    json.put("Name", "/" + record.name()).put("RestartCount", container.state().restarts());
    json.put("Driver", "overlay2").put("Platform", "linux");
    json.put("MountLabel", "").put("ProcessLabel", "");
    json.put("AppArmorProfile", appArmor());
    json.set("ExecIDs", execs.isEmpty() ? null : strings(execs));
    json.set("HostConfig", new InspectHostConfig(record, links()).json());
    json.set("GraphDriver", graphDriver());
    if (size) {
      long[] sizes = about.sizes().of(record);
      json.put("SizeRw", sizes[0]).put("SizeRootFs", sizes[1]);
    }
    json.set("Mounts", mounts());
    json.set("Config", config());
    json.set("NetworkSettings", new InspectNetworks(about.networks(), container).json());
    return json;
  }

  /** What a list has of it. */
  public JsonNode forList() {
    ObjectNode json = Json.object();
    json.putObject("NetworkSettings")
        .set("Networks", new InspectNetworks(about.networks(), container).attachments());
    json.set("Mounts", mounts());
    Health health = container.health().last();
    json.putObject("Health")
        .put("Status", health == null ? "none" : health.status().text())
        .put("FailingStreak", health == null ? 0 : health.failingStreak());
    return json;
  }

  private String appArmor() {
    Isolation isolation = spec.isolation();
    SecurityOptions options = SecurityOptions.parse(isolation.securityOptions());
    return about.appArmor().named(options.appArmor(), isolation.privileged());
  }

  private ObjectNode state() {
    ContainerState state = container.state();
    ObjectNode json = Json.object();
    json.put("Status", container.status());
    json.put("Running", state.active()).put("Paused", container.paused());
    json.put("Restarting", state.restarting());
    json.put("OOMKilled", state.oomKilled());
    json.put("Dead", state.status() == ContainerState.Status.DEAD);
    json.put("Pid", state.pid()).put("ExitCode", state.exitCode());
    json.put("Error", state.error());
    json.put("StartedAt", state.startedAt()).put("FinishedAt", state.finishedAt());
    Health health = container.health().last();
    if (health != null) {
      json.set("Health", json(health));
    }
    return json;
  }

  private static ObjectNode json(Health health) {
    ObjectNode json = Json.object();
    json.put("Status", health.status().text()).put("FailingStreak", health.failingStreak());
    ArrayNode log = json.putArray("Log");
    for (Health.Probe probe : health.log()) {
      log.addObject()
          .put("Start", probe.start())
          .put("End", probe.end())
          .put("ExitCode", probe.exitCode())
          .put("Output", probe.output());
    }
    return json;
  }

  private List<String> links() {
    try {
      return about.links().shown(record);
    } catch (JdockException removed) {
      return List.of();
    }
  }

  private ObjectNode graphDriver() {
    List<String> lower = about.layers().lowerDirs(record).stream().map(Path::toString).toList();
    ObjectNode data = Json.object();
    data.put("LowerDir", String.join(":", lower));
    data.put("MergedDir", about.layers().files().run(record.id()).resolve("rootfs").toString());
    data.put("UpperDir", about.layers().files().upper(record.id()).toString());
    data.put("WorkDir", about.layers().files().work(record.id()).toString());
    ObjectNode json = Json.object();
    json.set("Data", data);
    json.put("Name", "overlay2");
    return json;
  }

  private ArrayNode mounts() {
    ArrayNode mounts = Json.array();
    for (MountPoint mount : record.mounts()) {
      if (mount.type().equals("tmpfs") && !mount.explicit()) {
        continue;
      }
      ObjectNode json = mounts.addObject();
      json.put("Type", mount.type());
      if (mount.type().equals("volume") || mount.type().equals("image")) {
        json.put("Name", mount.name());
      }
      json.put("Source", mount.source()).put("Destination", mount.destination());
      if (mount.type().equals("volume")) {
        json.put("Driver", "local");
      }
      json.put("Mode", mount.type().equals("tmpfs") ? "" : mount.mode());
      json.put("RW", mount.writable());
      json.put("Propagation", mount.propagation());
    }
    return mounts;
  }

  private ObjectNode config() {
    ImageConfig config = record.config();
    ContainerSpec.Command command = spec.command();
    ObjectNode json = Json.object();
    json.put("Hostname", record.hostname());
    json.put("Domainname", Optional.ofNullable(spec.networking().domainname()).orElse(""));
    json.put("User", config.user());
    json.put("AttachStdin", command.attachStdin());
    json.put("AttachStdout", command.attachStdout());
    json.put("AttachStderr", command.attachStderr());
    if (!config.exposedPorts().isEmpty()) {
      json.set("ExposedPorts", emptyObjects(config.exposedPorts()));
    }
    json.put("Tty", command.tty()).put("OpenStdin", command.openStdin());
    json.put("StdinOnce", command.stdinOnce());
    json.set("Env", strings(config.env().isEmpty() ? null : config.env()));
    json.set("Cmd", strings(config.cmd()));
    if (config.healthcheck() != null) {
      json.set("Healthcheck", healthcheck(config.healthcheck()));
    }
    json.put("Image", spec.image());
    json.set("Volumes", config.volumes().isEmpty() ? null : emptyObjects(config.volumes()));
    json.put("WorkingDir", config.workingDir());
    json.set("Entrypoint", strings(config.entrypoint()));
    json.set("OnBuild", config.onBuild().isEmpty() ? null : strings(config.onBuild()));
    json.set("Labels", Json.object(config.labels()));
    if (config.stopSignal() != null) {
      json.put("StopSignal", config.stopSignal());
    }
    if (config.stopTimeout() != null) {
      json.put("StopTimeout", config.stopTimeout());
    }
    if (config.shell() != null) {
      json.set("Shell", strings(config.shell()));
    }
    return json;
  }

  private static ObjectNode healthcheck(ImageConfig.HealthCheck check) {
    ObjectNode json = Json.object();
    if (!check.test().isEmpty()) {
      json.set("Test", strings(check.test()));
    }
    putUnlessZero(json, "Interval", check.interval());
    putUnlessZero(json, "Timeout", check.timeout());
    putUnlessZero(json, "StartPeriod", check.startPeriod());
    putUnlessZero(json, "StartInterval", check.startInterval());
    putUnlessZero(json, "Retries", check.retries());
    return json;
  }

  private static void putUnlessZero(ObjectNode json, String name, long value) {
    if (value != 0) {
      json.put(name, value);
    }
  }

  static @Nullable JsonNode strings(@Nullable Collection<String> strings) {
    return strings == null ? null : Json.array(strings);
  }

  static ObjectNode emptyObjects(Collection<String> names) {
    ObjectNode json = Json.object();
    names.forEach(json::putObject);
    return json;
  }
}
