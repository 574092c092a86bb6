package dev.jdock.runtime.device;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.runtime.launch.Hook;
import dev.jdock.runtime.rootfs.HostDevice;
import dev.jdock.runtime.rootfs.MountSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns a specification's edits into a container's. */
final class CdiEdits {
  private static final int USUAL_MODE = 0666;

  private final String device;
  private final CdiSpec.Edits edits;

  private CdiEdits(String device, CdiSpec.Edits edits) {
    this.device = device;
    this.edits = edits;
  }

  /**
   * @param device whose they are
   * @throws JdockException for what is not there, or cannot be done here
   */
  static DeviceEdits of(String device, CdiSpec.Edits edits) {
    CdiEdits of = new CdiEdits(device, edits);
    of.refuse(edits.intelRdt() != null, "intelRdt");
    of.refuse(edits.netDevices() != null, "netDevices");
    return of.edits();
  }

  private void refuse(boolean wanted, String what) {
    if (wanted) {
      throw CdiDevices.failed(what + " of " + device + " is not supported");
    }
  }

  private DeviceEdits edits() {
    List<HostDevice> nodes = new ArrayList<>();
    List<DeviceRule> rules = new ArrayList<>();
    for (CdiSpec.Node node : edits.deviceNodes()) {
      HostDevice made = node(node);
      nodes.add(made);
      String access = access(node.permissions());
      if (made.isDevice() && !access.isEmpty()) {
        rules.add(new DeviceRule(made.type(), made.major(), made.minor(), access));
      }
    }
    return new DeviceEdits(
        nodes,
        rules,
        edits.mounts().stream().map(this::mount).toList(),
        edits.env(),
        edits.additionalGids().stream().filter(gid -> gid != 0).map(String::valueOf).toList(),
        edits.hooks().stream().map(this::hook).toList());
  }

  private static String access(String permissions) {
    return switch (permissions) {
      case "" -> "rwm";
      case "none" -> "";
      default ->
          (permissions.contains("r") ? "r" : "")
              + (permissions.contains("w") ? "w" : "")
              + (permissions.contains("m") ? "m" : "");
    };
  }

  private static HostDevice node(CdiSpec.Node node) {
    HostDevice host = null;
    try {
      host = HostDevice.of(node.hostPath());
    } catch (JdockException e) {
      if (!node.isComplete()) {
        throw CdiDevices.failed(
            "failed to stat CDI host device \"" + node.hostPath() + "\": " + reason(e));
      }
    }
    int mode = host == null ? USUAL_MODE : host.mode() & 07777;
    if (node.fileMode() != null) {
      mode = node.fileMode() & 07777;
    }
    if (host == null || node.isComplete()) {
      int type = HostDevice.fileType(node.type());
      return new HostDevice(
          node.path(), type | mode, node.major(), node.minor(), node.uid(), node.gid());
    }
    if (!node.type().isEmpty() && HostDevice.fileType(node.type()) != host.fileType()) {
      throw CdiDevices.failed(
          "CDI device (\""
              + node.path()
              + "\", \""
              + node.hostPath()
              + "\"), host type mismatch ("
              + node.type()
              + ", "
              + host.type()
              + ")");
    }
    return new HostDevice(
        node.path(), host.fileType() | mode, host.major(), host.minor(), node.uid(), node.gid());
  }

  private static String reason(JdockException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.lastIndexOf(": ") + 2);
  }

  private MountSpec mount(CdiSpec.Mount mount) {
    if (mount.type().equals("tmpfs")) {
      return new MountSpec.Tmpfs(mount.containerPath(), String.join(",", mount.options()));
    }
    boolean bind =
        List.of("", "bind", "none").contains(mount.type())
            || mount.options().contains("bind")
            || mount.options().contains("rbind");
    refuse(!bind, "a mount of type " + mount.type());
    Path source = Path.of(mount.hostPath());
    if (!source.isAbsolute() || !Files.exists(source)) {
      throw CdiDevices.failed(
          "mount of " + device + ": " + mount.hostPath() + ": no such file or directory");
    }
    String propagation = "rprivate";
    long flags = 0;
    for (String option : mount.options()) {
      switch (option) {
        case "ro" -> flags |= Mounts.RDONLY;
        case "nosuid" -> flags |= Mounts.NOSUID;
        case "nodev" -> flags |= Mounts.NODEV;
        case "noexec" -> flags |= Mounts.NOEXEC;
        case "private", "rprivate", "slave", "rslave", "shared", "rshared" -> propagation = option;
        case "bind", "rbind", "rw", "suid", "dev", "exec", "defaults" -> {}
        default -> refuse(true, "the mount option " + option);
      }
    }
    boolean recursive = !mount.options().contains("bind");
    return new MountSpec.Bind(
        source,
        mount.containerPath(),
        (flags & Mounts.RDONLY) != 0,
        recursive,
        propagation,
        true,
        flags & ~Mounts.RDONLY);
  }

  private Hook hook(CdiSpec.Hook hook) {
    Hook.Moment moment =
        switch (hook.hookName()) {
          case "prestart", "createRuntime" -> Hook.Moment.CREATE_RUNTIME;
          case "createContainer" -> Hook.Moment.CREATE_CONTAINER;
          default ->
              throw CdiDevices.failed(
                  "hooks at " + hook.hookName() + " are not supported (" + device + ")");
        };
    int timeout = hook.timeout() == null ? 0 : hook.timeout();
    return new Hook(hook.hookName(), moment, hook.path(), hook.args(), hook.env(), timeout);
  }
}
