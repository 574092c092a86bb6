package dev.jdock.runtime.device;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All devices that the machine's specifications describe, by their full names. */
public final class CdiDevices {
  /** Where vendors' tools write; the later wins. */
  public static final List<Path> FOLDERS = List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi"));

  private static final String AUTO_ALLOW = "org.mobyproject.buildkit.device.autoallow";

  private record Known(CdiSpec spec, CdiSpec.Device device, int folder) {}

  private final Map<String, Known> devices = new HashMap<>();
  private final Set<String> conflicts = new HashSet<>();
  private final List<String> flaws = new ArrayList<>();

  private CdiDevices() {}

  public static CdiDevices ofMachine() {
    return in(FOLDERS);
  }

  /** An invalid file is left out, and mentioned when a device is not found. */
  static CdiDevices in(List<Path> folders) {
    CdiDevices result = new CdiDevices();
    for (int i = 0; i < folders.size(); i++) {
      for (Path file : files(folders.get(i))) {
        result.read(file, i);
      }
    }
    result.devices.keySet().removeAll(result.conflicts);
    return result;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(CdiFile::isOne).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw failed(folder + ": " + e.getMessage());
    }
  }

  private void read(Path file, int folder) {
    try {
      CdiSpec spec = CdiFile.read(file);
      for (CdiSpec.Device device : spec.devices()) {
        String name = spec.kind() + "=" + device.name();
        Known old = devices.put(name, new Known(spec, device, folder));
        if (old == null || old.folder() < folder) {
          conflicts.remove(name);
        } else {
          conflicts.add(name);
          flaws.add(file + ": conflicting device \"" + name + "\"");
        }
      }
    } catch (IOException e) {
      flaws.add(file + ": " + e.getMessage());
    }
  }

  /** All full names, in their order. */
  List<String> names() {
    return devices.keySet().stream().sorted().toList();
  }

  /** Whether the vendor lets every build have a device: BuildKit's annotation for that. */
  boolean allowsItself(String name) {
    Known known = devices.get(name);
    if (known == null) {
      return false;
    }
    Map<String, String> own = known.device().annotations();
    Map<String, String> common = known.spec().annotations();
    String value =
        own != null && own.containsKey(AUTO_ALLOW)
            ? own.get(AUTO_ALLOW)
            : common == null ? null : common.get(AUTO_ALLOW);
    return value != null && GoBool.isTrue(value);
  }

  /** Whether there is any device of a kind. */
  public boolean has(String kind) {
    return devices.values().stream().anyMatch(known -> known.spec().kind().equals(kind));
  }

  /**
   * The edits of a container for the devices, in their order.
   *
   * @throws JdockException in Docker's words, when a device does not exist or cannot be used
   */
  public DeviceEdits edits(List<String> names) {
    List<String> missing = names.stream().filter(name -> !devices.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      String why = flaws.isEmpty() ? "" : " (" + String.join("; ", flaws) + ")";
      throw failed("unresolvable CDI devices " + String.join(", ", missing) + why);
    }
    Set<CdiSpec> specs = new LinkedHashSet<>();
    DeviceEdits edits = DeviceEdits.NONE;
    for (String name : new LinkedHashSet<>(names)) {
      Known known = devices.get(name);
      if (known != null) {
        if (specs.add(known.spec())) {
          edits = edits.and(CdiEdits.of(name, known.spec().containerEdits()));
        }
        edits = edits.and(CdiEdits.of(name, known.device().containerEdits()));
      }
    }
    return edits;
  }

  static JdockException failed(String reason) {
    return JdockException.invalid("CDI device injection failed: " + reason);
  }
}
