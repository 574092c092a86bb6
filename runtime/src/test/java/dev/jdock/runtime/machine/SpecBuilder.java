package dev.jdock.runtime.machine;

import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container of the busybox image without a network, and what a test wants of it besides. */
final class SpecBuilder {
  private final List<String> command;
  private final List<String> capDrop = new ArrayList<>();
  private final List<String> security = new ArrayList<>();
  private final List<String> binds = new ArrayList<>();
  private final List<String> anonymousVolumes = new ArrayList<>();
  private final Map<String, String> tmpfs = new TreeMap<>();
  private final List<PortMapping> ports = new ArrayList<>();
  private @Nullable String name;
  private @Nullable String user;
  private @Nullable String workingDir;
  private String image = "busybox";
  private String network = "none";
  private Resources resources = new Resources(0, 0, 0);
  private boolean tty;
  private boolean stdin;
  private boolean privileged;
  private boolean readOnly;
  private boolean autoRemove;

  private SpecBuilder(List<String> command) {
    this.command = command;
  }

  static SpecBuilder command(String... command) {
    return new SpecBuilder(List.of(command));
  }

  static SpecBuilder shell(String script) {
    return command("sh", "-c", script);
  }

  SpecBuilder name(String wanted) {
    name = wanted;
    return this;
  }

  SpecBuilder image(String wanted) {
    image = wanted;
    return this;
  }

  SpecBuilder user(String wanted) {
    user = wanted;
    return this;
  }

  SpecBuilder workingDir(String wanted) {
    workingDir = wanted;
    return this;
  }

  SpecBuilder tty() {
    tty = true;
    return this;
  }

  SpecBuilder stdin() {
    stdin = true;
    return this;
  }

  SpecBuilder privileged() {
    privileged = true;
    return this;
  }

  SpecBuilder readOnly() {
    readOnly = true;
    return this;
  }

  SpecBuilder autoRemove() {
    autoRemove = true;
    return this;
  }

  SpecBuilder capDrop(String capability) {
    capDrop.add(capability);
    return this;
  }

  SpecBuilder security(String option) {
    security.add(option);
    return this;
  }

  SpecBuilder bind(String bind) {
    binds.add(bind);
    return this;
  }

  SpecBuilder volume(String path) {
    anonymousVolumes.add(path);
    return this;
  }

  SpecBuilder tmpfs(String path, String options) {
    tmpfs.put(path, options);
    return this;
  }

  SpecBuilder limits(long memoryBytes, long nanoCpus, long pids) {
    resources = new Resources(memoryBytes, nanoCpus, pids);
    return this;
  }

  SpecBuilder publish(int containerPort) {
    network = "default";
    ports.add(new PortMapping("127.0.0.1", 0, containerPort, "tcp"));
    return this;
  }

  ContainerSpec build() {
    return new ContainerSpec(
        name,
        image,
        new TreeMap<>(),
        new ContainerSpec.Command(
            null, command, List.of(), user, workingDir, tty, stdin, stdin, stdin, true, true),
        resources,
        new Isolation(privileged, List.of(), capDrop, security, readOnly, false),
        new Storage(binds, anonymousVolumes, tmpfs, 64 << 20),
        new Networking(
            network, null, null, List.of(), ports, false, List.of(), List.of(), List.of(),
            List.of()),
        new ContainerSpec.Lifecycle(autoRemove, "no", null, null, null));
  }
}
