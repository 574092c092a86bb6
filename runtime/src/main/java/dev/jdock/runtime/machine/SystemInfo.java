package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import dev.jdock.image.registry.DaemonProxies;
import dev.jdock.image.registry.RegistrySettings;
import dev.jdock.runtime.container.HostName;
import dev.jdock.runtime.container.security.SecurityDefaults;
import dev.jdock.runtime.device.CdiDevices;
import dev.jdock.runtime.engine.Ping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What jdock says of itself and of the machine it runs on. */
final class SystemInfo {
  private static final String API_VERSION = "1.55";

  private static final String OLDEST_API_VERSION = "1.24";

  /** BuildKit's own protocol, version 2, is not spoken. */
  private static final String BUILDER_WITH_BUILDKIT = "2";

  private final Path root;
  private final ContainerParts parts;

  SystemInfo(Path root, ContainerParts parts) {
    this.root = root;
    this.parts = parts;
  }

  /** As {@code GET /info}, for what there is to say. */
  JsonNode info() {
    ObjectNode json = Json.object();
    List<String> warnings = new ArrayList<>(parts.images.warnings());
    warnings.addAll(parts.files.warnings());
    warnings.addAll(parts.networks.warnings());
    json.put("ID", id(warnings));
    putContents(json);
    putController(json);
    putMachine(json);
    putEngine(json);
    putSecurity(json.putArray("SecurityOptions"), warnings);
    putRegistries(json, warnings);
    putProxies(json, warnings);
    json.set("Warnings", Json.array(warnings));
    return json;
  }

  private String id(List<String> warnings) {
    try {
      return EngineIdentity.of(root);
    } catch (IOException e) {
      warnings.add("WARNING: the engine has no ID: " + Reason.of(e));
      return "";
    }
  }

  private void putContents(ObjectNode json) {
    var containers = parts.registry.all();
    long active = containers.stream().filter(each -> each.state().running()).count();
    long paused =
        containers.stream().filter(each -> each.state().running() && each.paused()).count();
    json.put("Containers", containers.size()).put("ContainersRunning", active - paused);
    json.put("ContainersPaused", paused).put("ContainersStopped", containers.size() - active);
    json.put("Images", parts.images.list().size());
    json.put("Driver", "overlay2");
    json.putArray("DriverStatus").addArray().add("Backing Filesystem").add(fileSystem());
    ObjectNode plugins = json.putObject("Plugins");
    plugins.putArray("Volume").add("local");
    plugins.putArray("Network").add("bridge").add("host").add("ipvlan").add("macvlan").add("null");
    plugins.putNull("Authorization");
    plugins.putArray("Log").add("journald").add("json-file").add("local").add("syslog");
  }

  private void putController(ObjectNode json) {
    var controllers = parts.cgroups.all().controllers();
    json.put("MemoryLimit", controllers.contains("memory"));
    json.put("SwapLimit", controllers.contains("memory"));
    json.put("CpuCfsQuota", controllers.contains("cpu"));
    json.put("CpuCfsPeriod", controllers.contains("cpu"));
    json.put("CPUShares", controllers.contains("cpu"));
    json.put("CPUSet", controllers.contains("cpuset"));
    json.put("PidsLimit", controllers.contains("pids"));
    boolean first = parts.cgroups.all().version() == 1;
    json.put("OomKillDisable", first && controllers.contains("memory"));
    json.put("CgroupDriver", "cgroupfs");
    json.put("CgroupVersion", Integer.toString(parts.cgroups.all().version()));
  }

  private void putMachine(ObjectNode json) {
    json.put("IPv4Forwarding", "1".equals(line("/proc/sys/net/ipv4/ip_forward")));
    json.put("KernelVersion", line("/proc/sys/kernel/osrelease"));
    json.put("OperatingSystem", osRelease("PRETTY_NAME"));
    json.put("OSVersion", osRelease("VERSION_ID")).put("OSType", "linux");
    json.put("Architecture", architecture());
    json.put("NCPU", Runtime.getRuntime().availableProcessors()).put("MemTotal", memory());
    json.putNull("GenericResources").put("Isolation", "");
  }

  private void putEngine(ObjectNode json) {
    json.put("Debug", false).put("SystemTime", parts.clock.instant().toString());
    json.put("NFd", descriptors()).put("NGoroutines", Thread.activeCount());
    json.put("NEventsListener", parts.events.listeners());
    json.put("LoggingDriver", "json-file").put("DockerRootDir", root.toString());
    json.put("Name", HostName.read()).putArray("Labels");
    json.put("ExperimentalBuild", false).put("ServerVersion", BuildProperties.own().version());
    json.putObject("Runtimes").putObject("jdock").put("path", "built in");
    json.put("DefaultRuntime", "jdock");
    json.putObject("FirewallBackend").put("Driver", "nftables");
    putSwarm(json.putObject("Swarm"));
    json.put("LiveRestoreEnabled", true);
    json.put("InitBinary", parts.programs.init() == null ? "" : parts.programs.init().toString());
    ArrayNode folders = json.putArray("CDISpecDirs");
    CdiDevices.FOLDERS.forEach(folder -> folders.add(folder.toString()));
  }

  /** Of a machine that is in none. */
  private static void putSwarm(ObjectNode json) {
    json.put("NodeID", "").put("NodeAddr", "").put("LocalNodeState", "inactive");
    json.put("ControlAvailable", false).put("Error", "").putNull("RemoteManagers");
  }

  private void putSecurity(ArrayNode options, List<String> warnings) {
    SecurityDefaults defaults;
    try {
      defaults = SecurityDefaults.read(Path.of("/etc"));
    } catch (JdockException e) {
      warnings.add("WARNING: " + e.getMessage());
      defaults = new SecurityDefaults(false, "builtin");
    }
    if (parts.confinement.appArmor().confines()) {
      options.add("name=apparmor");
    }
    options.add("name=seccomp,profile=" + defaults.seccompProfile()).add("name=cgroupns");
    if (defaults.noNewPrivileges()) {
      options.add("name=no-new-privileges");
    }
  }

  private static void putRegistries(ObjectNode json, List<String> warnings) {
    json.put("IndexServerAddress", "https://index.docker.io/v1/");
    RegistrySettings settings;
    try {
      settings = RegistrySettings.read(Path.of("/etc"));
    } catch (JdockException e) {
      warnings.add("WARNING: " + e.getMessage());
      settings = RegistrySettings.none();
    }
    json.set("RegistryConfig", RegistryInfo.of(settings));
  }

  /** Those of the machine: each command brings its user's besides. */
  private static void putProxies(ObjectNode json, List<String> warnings) {
    DaemonProxies proxies;
    try {
      proxies = DaemonProxies.read(Path.of("/etc"));
    } catch (JdockException e) {
      warnings.add("WARNING: " + e.getMessage());
      proxies = new DaemonProxies(Map.of());
    }
    json.put("HttpProxy", proxies.shown("HTTP_PROXY"));
    json.put("HttpsProxy", proxies.shown("HTTPS_PROXY"));
    json.put("NoProxy", proxies.shown("NO_PROXY"));
  }

  /** How many descriptors this process has open; -1 where that cannot be read. */
  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      return -1;
    }
  }

  static Ping ping() {
    return new Ping(API_VERSION, "linux", BUILDER_WITH_BUILDKIT, false, "inactive");
  }

  /** As {@code GET /version}. */
  static JsonNode version() {
    BuildProperties build = BuildProperties.own();
    ObjectNode json = Json.object();
    json.putObject("Platform").put("Name", "jdock");
    ObjectNode engine = json.putArray("Components").addObject();
    engine.put("Name", "Engine").put("Version", build.version());
    ObjectNode details = engine.putObject("Details");
    details.put("ApiVersion", API_VERSION).put("MinAPIVersion", OLDEST_API_VERSION);
    details.put("Arch", Platform.local().architecture()).put("Os", "linux");
    details.put("JavaVersion", Runtime.version().toString());
    // Clients want it to be there, whatever the engine is written in.
    details.put("GoVersion", "");
    details.put("KernelVersion", line("/proc/sys/kernel/osrelease"));
    details.put("Experimental", "false");
    json.put("Version", build.version()).put("ApiVersion", API_VERSION);
    if (!build.commit().isEmpty()) {
      details.put("GitCommit", build.commit());
      json.put("GitCommit", build.commit());
    }
    json.put("MinAPIVersion", OLDEST_API_VERSION);
    json.put("Os", "linux").put("Arch", Platform.local().architecture());
    json.put("GoVersion", "");
    json.put("KernelVersion", line("/proc/sys/kernel/osrelease"));
    json.put("JavaVersion", Runtime.version().toString());
    return json;
  }

  private static String architecture() {
    return Platform.local().architecture().equals("arm64") ? "aarch64" : "x86_64";
  }

  private String fileSystem() {
    try {
      return Files.getFileStore(root).type();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String line(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().trim();
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String osRelease(String key) {
    return lines("/etc/os-release").stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1).replace("\"", ""))
        .findFirst()
        .orElse("");
  }

  /** MemTotal of proc(5), in bytes. */
  private static long memory() {
    return lines("/proc/meminfo").stream()
        .filter(line -> line.startsWith("MemTotal:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst()
        .orElse(0);
  }
}
