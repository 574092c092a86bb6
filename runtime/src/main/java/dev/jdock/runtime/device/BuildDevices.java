package dev.jdock.runtime.device;

import dev.jdock.image.build.AllowedDevices;
import dev.jdock.image.dockerfile.RunSandbox.RunDevice;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The devices that {@code RUN --device} asks for: by name, by kind, or all of a kind. */
public final class BuildDevices {
  private static final String ALL = "*";

  private BuildDevices() {}

  /**
   * Finds them among those of the machine.
   *
   * @throws JdockException NOT_FOUND for one that is required and missing, FORBIDDEN for one that
   *     the build's caller does not allow; in BuildKit's words
   */
  public static Devices of(List<RunDevice> wanted, AllowedDevices allowed) {
    return of(wanted, allowed, CdiDevices::ofMachine);
  }

  static Devices of(
      List<RunDevice> wanted, AllowedDevices allowed, Supplier<CdiDevices> specifications) {
    if (wanted.isEmpty()) {
      return Devices.NONE;
    }
    CdiDevices machine = specifications.get();
    Set<String> names = new LinkedHashSet<>();
    Set<String> aliased = new LinkedHashSet<>();
    for (RunDevice device : wanted) {
      // Where everything is allowed BuildKit looks at no alias.
      String alias = allowed.all() ? null : allowed.aliases().get(device.name());
      String name = alias == null ? device.name() : alias;
      List<String> found = named(name, machine);
      if (found.isEmpty() && device.required()) {
        throw JdockException.notFound(
            "required device " + GoQuote.quote(name) + " is not registered");
      }
      (alias == null ? names : aliased).addAll(found);
    }
    requireAllowed(names, allowed, machine);
    names.addAll(aliased);
    return names.isEmpty()
        ? Devices.NONE
        : new Devices(
            List.of(),
            List.of(),
            List.of(new DeviceRequest("cdi", 0, List.copyOf(names), List.of(), Map.of())));
  }

  private static List<String> named(String wanted, CdiDevices machine) {
    int equals = wanted.indexOf('=');
    String kind = equals < 0 ? wanted : wanted.substring(0, equals);
    String name = equals < 0 ? "" : wanted.substring(equals + 1);
    List<String> ofKind =
        machine.names().stream().filter(each -> each.startsWith(kind + "=")).toList();
    if (name.equals(ALL)) {
      return ofKind;
    }
    return name.isEmpty()
        ? ofKind.stream().limit(1).toList()
        : ofKind.stream().filter(wanted::equals).toList();
  }

  private static void requireAllowed(
      Set<String> names, AllowedDevices allowed, CdiDevices machine) {
    if (allowed.all()) {
      return;
    }
    Set<String> granted = new LinkedHashSet<>();
    allowed.names().forEach(name -> granted.addAll(named(name, machine)));
    List<String> forbidden = new ArrayList<>(names);
    forbidden.removeIf(name -> granted.contains(name) || machine.allowsItself(name));
    if (!forbidden.isEmpty()) {
      throw new JdockException(
          JdockException.Kind.FORBIDDEN,
          (forbidden.size() == 1 ? "device " : "devices ")
              + String.join(", ", forbidden)
              + (forbidden.size() == 1 ? " is" : " are")
              + " requested by the build but not allowed");
    }
  }
}
