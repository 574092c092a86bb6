package dev.jdock.runtime.container.document;

import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Isolation;
import java.util.List;
import java.util.Map;

/** What a container may do to the machine. */
public record IsolationDocument(
    boolean privileged,
    List<String> capAdd,
    List<String> capDrop,
    List<String> securityOptions,
    boolean readOnlyRootfs,
    boolean init,
    Namespaces namespaces,
    DeviceSettings devices,
    List<String> groups,
    Map<String, String> sysctls,
    int oomScoreAdj,
    String runtime,
    String technology) {
  public IsolationDocument {
    namespaces = namespaces == null ? Namespaces.of(Isolation.Namespaces.OWN) : namespaces;
    devices = devices == null ? DeviceSettings.of(Devices.NONE) : devices;
    groups = Absent.list(groups);
    sysctls = Absent.map(sysctls);
    runtime = Absent.text(runtime);
    technology = Absent.text(technology);
  }

  /** Which namespaces it shares; containers by their ids. */
  public record Namespaces(
      String pid, String ipc, String uts, String user, String cgroup, String cgroupParent) {
    static Namespaces of(Isolation.Namespaces from) {
      return new Namespaces(
          from.pid(), from.ipc(), from.uts(), from.user(), from.cgroup(), from.cgroupParent());
    }

    Isolation.Namespaces value() {
      return new Isolation.Namespaces(pid, ipc, uts, user, cgroup, cgroupParent);
    }
  }

  /** Devices of the host that it gets. */
  public record DeviceSettings(
      List<Device> nodes, List<String> cgroupRules, List<DeviceRequest> requests) {
    static DeviceSettings of(Devices devices) {
      return new DeviceSettings(
          devices.nodes().stream().map(Device::of).toList(),
          devices.cgroupRules(),
          devices.requests().stream().map(DeviceRequest::of).toList());
    }

    Devices value() {
      return new Devices(
          nodes.stream().map(Device::value).toList(),
          cgroupRules,
          requests.stream().map(DeviceRequest::value).toList());
    }
  }

  /** A node, or a folder of them. */
  public record Device(String hostPath, String containerPath, String permissions) {
    static Device of(Devices.Device device) {
      return new Device(device.hostPath(), device.containerPath(), device.permissions());
    }

    Devices.Device value() {
      return new Devices.Device(hostPath, containerPath, permissions);
    }
  }

  /** Devices that a driver finds at the start. */
  public record DeviceRequest(
      String driver,
      int count,
      List<String> ids,
      List<List<String>> capabilities,
      Map<String, String> options) {
    static DeviceRequest of(Devices.DeviceRequest request) {
      return new DeviceRequest(
          request.driver(),
          request.count(),
          request.ids(),
          request.capabilities(),
          request.options());
    }

    Devices.DeviceRequest value() {
      return new Devices.DeviceRequest(driver, count, ids, capabilities, options);
    }
  }

  static IsolationDocument of(Isolation isolation) {
    return new IsolationDocument(
        isolation.privileged(),
        isolation.capAdd(),
        isolation.capDrop(),
        isolation.securityOptions(),
        isolation.readOnlyRootfs(),
        isolation.init(),
        Namespaces.of(isolation.namespaces()),
        DeviceSettings.of(isolation.devices()),
        isolation.groups(),
        isolation.sysctls(),
        isolation.oomScoreAdj(),
        isolation.runtime(),
        isolation.technology());
  }

  Isolation value() {
    return new Isolation(
        privileged,
        capAdd,
        capDrop,
        securityOptions,
        readOnlyRootfs,
        init,
        namespaces.value(),
        devices.value(),
        groups,
        sysctls,
        oomScoreAdj,
        runtime,
        technology);
  }
}
