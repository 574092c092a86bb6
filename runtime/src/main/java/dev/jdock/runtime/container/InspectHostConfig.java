package dev.jdock.runtime.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.rootfs.RootfsFinish;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code HostConfig} of an inspection: what the container may take of the machine. */
final class InspectHostConfig {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> EMPTY_LISTS =
      List.of(
          "BlkioWeightDevice",
          "BlkioDeviceReadBps",
          "BlkioDeviceWriteBps",
          "BlkioDeviceReadIOps",
          "BlkioDeviceWriteIOps",
          "Devices");
  private static final List<String> ABSENT =
      List.of(
          "VolumesFrom",
          "GroupAdd",
          "Links",
          "DeviceCgroupRules",
          "DeviceRequests",
          "MemorySwappiness",
          "OomKillDisable",
          "Ulimits");
  private static final List<String> EMPTY_TEXTS =
      List.of(
          "ContainerIDFile",
          "VolumeDriver",
          "Cgroup",
          "PidMode",
          "UTSMode",
          "UsernsMode",
          "Isolation",
          "CgroupParent",
          "CpusetCpus",
          "CpusetMems");
  private static final List<String> ZEROS =
      List.of(
          "OomScoreAdj",
          "CpuShares",
          "BlkioWeight",
          "CpuPeriod",
          "CpuQuota",
          "CpuRealtimePeriod",
          "CpuRealtimeRuntime",
          "MemoryReservation",
          "CpuCount",
          "CpuPercent",
          "IOMaximumIOps",
          "IOMaximumBandwidth");

  private final ContainerSpec spec;

  InspectHostConfig(ContainerRecord record) {
    this.spec = record.spec();
  }

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
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
    json.putArray("ConsoleSize").add(0).add(0);
    json.set("CapAdd", orNull(spec.isolation().capAdd()));
    json.set("CapDrop", orNull(spec.isolation().capDrop()));
    json.put("CgroupnsMode", "private").put("IpcMode", "private");
    json.set("Dns", JSON.valueToTree(spec.networking().dns()));
    json.set("DnsOptions", JSON.valueToTree(spec.networking().dnsOptions()));
    json.set("DnsSearch", JSON.valueToTree(spec.networking().dnsSearch()));
    json.set("ExtraHosts", orNull(spec.networking().extraHosts()));
    json.put("Privileged", spec.isolation().privileged());
    json.put("PublishAllPorts", spec.networking().publishAll());
    json.put("ReadonlyRootfs", spec.isolation().readOnlyRootfs());
    json.set("SecurityOpt", orNull(spec.isolation().securityOptions()));
    if (!spec.storage().tmpfs().isEmpty()) {
      json.set("Tmpfs", JSON.valueToTree(spec.storage().tmpfs()));
    }
    json.put("ShmSize", spec.storage().shmSize()).put("Runtime", "jdock");
    if (spec.isolation().init()) {
      json.put("Init", true);
    }
    ContainerSpec.Resources resources = spec.resources();
    json.put("Memory", resources.memoryBytes()).put("NanoCpus", resources.nanoCpus());
    json.put("MemorySwap", 2 * resources.memoryBytes());
    if (resources.pids() > 0) {
      json.put("PidsLimit", resources.pids());
    } else {
      json.putNull("PidsLimit");
    }
    addWhatIsNotSet(json);
    boolean privileged = spec.isolation().privileged();
    json.set("MaskedPaths", privileged ? null : JSON.valueToTree(RootfsFinish.maskedPaths()));
    json.set("ReadonlyPaths", privileged ? null : JSON.valueToTree(RootfsFinish.readOnlyPaths()));
    return json;
  }

  private static void addWhatIsNotSet(ObjectNode json) {
    EMPTY_LISTS.forEach(json::putArray);
    ABSENT.forEach(json::putNull);
    EMPTY_TEXTS.forEach(name -> json.put(name, ""));
    ZEROS.forEach(name -> json.put(name, 0));
  }

  private ObjectNode portBindings() {
    ObjectNode json = JSON.createObjectNode();
    for (ContainerSpec.PortMapping mapping : spec.networking().publish()) {
      json.withArray("/" + (mapping.containerPort() + "/" + mapping.protocol()).replace("/", "~1"))
          .addObject()
          .put("HostIp", mapping.hostIp())
          .put("HostPort", mapping.hostPort() == 0 ? "" : Integer.toString(mapping.hostPort()));
    }
    return json;
  }

  private static com.fasterxml.jackson.databind.@Nullable JsonNode orNull(
      Collection<String> strings) {
    return strings.isEmpty() ? null : JSON.valueToTree(strings);
  }
}
