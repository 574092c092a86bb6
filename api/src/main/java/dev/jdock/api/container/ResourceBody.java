package dev.jdock.api.container;

import dev.jdock.api.json.Fields;
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

/** The API's {@code Resources}, which are a part of a HostConfig and the body of an update. */
final class ResourceBody {
  private ResourceBody() {}

  static Resources resources(Fields host) {
    return new Resources(
        host.number("Memory"),
        host.number("NanoCpus"),
        host.number("PidsLimit"),
        memory(host),
        cpu(host),
        new BlockIo(
            host.integer("BlkioWeight"),
            rates(host, "BlkioWeightDevice", "Weight"),
            rates(host, "BlkioDeviceReadBps", "Rate"),
            rates(host, "BlkioDeviceWriteBps", "Rate"),
            rates(host, "BlkioDeviceReadIOps", "Rate"),
            rates(host, "BlkioDeviceWriteIOps", "Rate")),
        host.list("Ulimits").stream()
            .map(
                limit -> new Ulimit(limit.text("Name"), limit.number("Soft"), limit.number("Hard")))
            .toList());
  }

  private static Memory memory(Fields host) {
    return new Memory(
        host.number("MemoryReservation"),
        host.number("MemorySwap"),
        host.integerOrNull("MemorySwappiness"),
        host.number("KernelMemory"),
        host.flag("OomKillDisable"));
  }

  static Cpu cpu(Fields host) {
    return new Cpu(
        host.number("CpuShares"),
        host.number("CpuPeriod"),
        host.number("CpuQuota"),
        host.number("CpuRealtimePeriod"),
        host.number("CpuRealtimeRuntime"),
        host.text("CpusetCpus"),
        host.text("CpusetMems"));
  }

  static List<DeviceRate> rates(Fields host, String name, String number) {
    return host.list(name).stream()
        .map(rate -> new DeviceRate(rate.text("Path"), rate.number(number)))
        .toList();
  }

  static Devices devices(Fields host) {
    return new Devices(
        host.list("Devices").stream()
            .map(device ->
                new Device(
                    device.text("PathOnHost"),
                    device.text("PathInContainer"),
                    device.text("CgroupPermissions")))
            .toList(),
        host.texts("DeviceCgroupRules"),
        host.list("DeviceRequests").stream()
            .map(request ->
                new DeviceRequest(
                    request.text("Driver"),
                    request.integer("Count"),
                    request.texts("DeviceIDs"),
                    request.textLists("Capabilities"),
                    request.map("Options")))
            .toList());
  }
}
