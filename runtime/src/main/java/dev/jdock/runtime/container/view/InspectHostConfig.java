package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.security.Capabilities;
import dev.jdock.runtime.container.security.SecurityOptions;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.rootfs.RootfsFinish;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code HostConfig} of an inspection: what the container may take of the machine. */
final class InspectHostConfig {
  private final ContainerSpec spec;
  private final List<String> links;

  /**
   * @param links {@code /other:/this/alias}
   */
  InspectHostConfig(ContainerRecord record, List<String> links) {
    this.spec = record.spec();
    this.links = links;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("Binds", orNull(spec.storage().binds()));
    ObjectNode options =
        json.putObject("LogConfig").put("Type", spec.logging().driver()).putObject("Config");
    spec.logging().options().forEach(options::put);
    json.put("NetworkMode", spec.networking().mode());
    json.set("PortBindings", portBindings());
    json.putObject("RestartPolicy")
        .put("Name", spec.lifecycle().restart())
        .put("MaximumRetryCount", spec.lifecycle().restartLimit());
    json.put("AutoRemove", spec.lifecycle().autoRemove());
    json.putArray("ConsoleSize")
        .add(spec.command().console().rows())
        .add(spec.command().console().columns());
    json.set("CapAdd", orNull(Capabilities.canonical(spec.isolation().capAdd())));
    json.set("CapDrop", orNull(Capabilities.canonical(spec.isolation().capDrop())));
    Isolation isolation = spec.isolation();
    Isolation.Namespaces namespaces = isolation.namespaces();
    json.put("CgroupnsMode", orElse(namespaces.cgroup(), "private"));
    json.put("IpcMode", orElse(namespaces.ipc(), "private"));
    json.put("PidMode", namespaces.pid()).put("UTSMode", namespaces.uts());
    json.put("UsernsMode", namespaces.user()).put("CgroupParent", namespaces.cgroupParent());
    json.put("Cgroup", "").put("ContainerIDFile", "");
    json.set("GroupAdd", orNull(isolation.groups()));
    json.set("Links", orNull(links));
    json.put("OomScoreAdj", isolation.oomScoreAdj()).put("Isolation", isolation.technology());
    json.set("Dns", Json.array(spec.networking().dns()));
    json.set("DnsOptions", Json.array(spec.networking().dnsOptions()));
    json.set("DnsSearch", Json.array(spec.networking().dnsSearch()));
    json.set("ExtraHosts", orNull(spec.networking().extraHosts()));
    json.put("Privileged", spec.isolation().privileged());
    json.put("PublishAllPorts", spec.networking().publishAll());
    json.put("ReadonlyRootfs", spec.isolation().readOnlyRootfs());
    json.set("SecurityOpt", orNull(shownSecurity()));
    if (!spec.storage().tmpfs().isEmpty()) {
      json.set("Tmpfs", Json.object(spec.storage().tmpfs()));
    }
    json.put("ShmSize", spec.storage().shmSize())
        .put("Runtime", orElse(isolation.runtime(), "jdock"));
    if (spec.isolation().init()) {
      json.put("Init", true);
    }
    if (!isolation.sysctls().isEmpty()) {
      json.set("Sysctls", Json.object(isolation.sysctls()));
    }
    if (!spec.annotations().isEmpty()) {
      json.set("Annotations", Json.object(spec.annotations()));
    }
    new InspectResources(spec.resources(), isolation.devices()).addTo(json);
    addStorage(json);
    boolean unmasked = SecurityOptions.parse(isolation.securityOptions()).pathsUnconfined();
    if (unmasked) {
      json.putArray("MaskedPaths");
      json.putArray("ReadonlyPaths");
    } else {
      boolean privileged = isolation.privileged();
      json.set("MaskedPaths", privileged ? null : Json.array(RootfsFinish.maskedPaths()));
      json.set("ReadonlyPaths", privileged ? null : Json.array(RootfsFinish.readOnlyPaths()));
    }
    return json;
  }

  /** What became paths to mask, Docker's client has taken out of the list. */
  private List<String> shownSecurity() {
    return spec.isolation().securityOptions().stream()
        .filter(option -> !option.startsWith("systempaths"))
        .toList();
  }

  private void addStorage(ObjectNode json) {
    Storage storage = spec.storage();
    json.put("VolumeDriver", storage.volumeDriver());
    json.set("VolumesFrom", orNull(storage.volumesFrom()));
    if (!storage.options().isEmpty()) {
      json.set("StorageOpt", Json.object(storage.options()));
    }
    if (!storage.mounts().isEmpty()) {
      InspectMounts.addTo(json.putArray("Mounts"), storage.mounts());
    }
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private ObjectNode portBindings() {
    ObjectNode json = Json.object();
    for (PortMapping mapping : spec.networking().publish()) {
      json.withArray("/" + (mapping.containerPort() + "/" + mapping.protocol()).replace("/", "~1"))
          .addObject()
          .put("HostIp", mapping.hostIp())
          .put("HostPort", mapping.hostPorts());
    }
    return json;
  }

  private static com.fasterxml.jackson.databind.@Nullable JsonNode orNull(
      Collection<String> strings) {
    return strings.isEmpty() ? null : Json.array(strings);
  }
}
