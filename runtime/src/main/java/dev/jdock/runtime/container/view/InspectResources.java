package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.Device;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.Cpu;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.engine.Resources.Memory;
import dev.jdock.runtime.engine.Resources.Ulimit;
import java.util.List;

/** The resources and devices of a HostConfig. */
final class InspectResources {
  private static final List<String> WINDOWS =
      List.of("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth");

  private final Resources resources;
  private final Devices devices;

  InspectResources(Resources resources, Devices devices) {
    this.resources = resources;
    this.devices = devices;
  }

  void addTo(ObjectNode json) {
    addCpu(json, resources.cpu());
    addMemory(json, resources.memory());
    addBlockIo(json, resources.blockIo());
    addDevices(json);
    if (resources.pids() > 0) {
      json.put("PidsLimit", resources.pids());
    } else {
      json.putNull("PidsLimit");
    }
    addUlimits(json);
    WINDOWS.forEach(name -> json.put(name, 0));
  }

  private void addCpu(ObjectNode json, Cpu cpu) {
    json.put("NanoCpus", resources.nanoCpus()).put("CpuShares", cpu.shares());
    json.put("CpuPeriod", cpu.period()).put("CpuQuota", cpu.quota());
    json.put("CpuRealtimePeriod", cpu.realtimePeriod());
    json.put("CpuRealtimeRuntime", cpu.realtimeRuntime());
    json.put("CpusetCpus", cpu.cpus()).put("CpusetMems", cpu.mems());
  }

  private void addMemory(ObjectNode json, Memory memory) {
    json.put("Memory", resources.memoryBytes());
    json.put("MemoryReservation", memory.reservation());
    json.put("MemorySwap", memory.swap() == 0 ? 2 * resources.memoryBytes() : memory.swap());
    json.put("MemorySwappiness", memory.swappiness());
    json.put("OomKillDisable", memory.oomKillDisable() ? Boolean.TRUE : null);
  }

  private static void addBlockIo(ObjectNode json, BlockIo io) {
    json.put("BlkioWeight", io.weight());
    addRates(json, "BlkioWeightDevice", "Weight", io.deviceWeights());
    addRates(json, "BlkioDeviceReadBps", "Rate", io.readBps());
    addRates(json, "BlkioDeviceWriteBps", "Rate", io.writeBps());
    addRates(json, "BlkioDeviceReadIOps", "Rate", io.readIops());
    addRates(json, "BlkioDeviceWriteIOps", "Rate", io.writeIops());
  }

  private static void addRates(
      ObjectNode json, String name, String number, List<DeviceRate> rates) {
    ArrayNode array = json.putArray(name);
    rates.forEach(rate -> array.addObject().put("Path", rate.path()).put(number, rate.rate()));
  }

  private void addDevices(ObjectNode json) {
    ArrayNode nodes = json.putArray("Devices");
    for (Device device : devices.nodes()) {
      nodes
          .addObject()
          .put("PathOnHost", device.hostPath())
          .put("PathInContainer", device.containerPath())
          .put("CgroupPermissions", device.permissions());
    }
    if (devices.cgroupRules().isEmpty()) {
      json.putNull("DeviceCgroupRules");
    } else {
      json.set("DeviceCgroupRules", Json.array(devices.cgroupRules()));
    }
    if (devices.requests().isEmpty()) {
      json.putNull("DeviceRequests");
      return;
    }
    ArrayNode requests = json.putArray("DeviceRequests");
    for (DeviceRequest request : devices.requests()) {
      ObjectNode object = requests.addObject();
      object.put("Driver", request.driver()).put("Count", request.count());
      object.set("DeviceIDs", request.ids().isEmpty() ? null : Json.array(request.ids()));
      ArrayNode capabilities = object.putArray("Capabilities");
      request.capabilities().forEach(all -> capabilities.add(Json.array(all)));
      object.set("Options", Json.object(request.options()));
    }
  }

  private void addUlimits(ObjectNode json) {
    ArrayNode array = json.putArray("Ulimits");
    for (Ulimit limit : resources.ulimits()) {
      array
          .addObject()
          .put("Name", limit.name())
          .put("Hard", limit.hard())
          .put("Soft", limit.soft());
    }
  }
}
