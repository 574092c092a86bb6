package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.GoCsv;
import dev.jdock.cli.command.syntax.InvalidValue;
import dev.jdock.image.build.AllowedDevices;
import dev.jdock.image.build.Entitlement;
import dev.jdock.image.error.JdockException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code --allow} lets a build do. */
record Allowance(Set<Entitlement> entitlements, AllowedDevices devices) {
  private static final String DEVICE = "device";

  /**
   * @throws CommandFailure in buildx's words
   */
  static Allowance of(List<String> values) {
    Set<Entitlement> entitlements = EnumSet.noneOf(Entitlement.class);
    boolean all = false;
    Set<String> names = new HashSet<>();
    Map<String, String> aliases = new HashMap<>();
    for (String value : values) {
      if (value.equals(DEVICE) || value.equals(DEVICE + "=")) {
        all = true;
      } else if (value.startsWith(DEVICE + "=")) {
        device(value.substring(DEVICE.length() + 1), names, aliases);
      } else if (!value.isEmpty()) {
        entitlements.add(entitlement(value));
      }
    }
    return new Allowance(entitlements, new AllowedDevices(all, names, aliases));
  }

  private static Entitlement entitlement(String value) {
    try {
      return Entitlement.of(value);
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }

  private static void device(String value, Set<String> names, Map<String, String> aliases) {
    List<String> fields;
    try {
      fields = GoCsv.fields(value, value);
    } catch (InvalidValue e) {
      throw CommandFailure.of("ERROR: " + e.reason());
    }
    String alias = "";
    for (String field : fields.subList(1, fields.size())) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw CommandFailure.of("ERROR: invalid device config \"" + field + "\"");
      }
      String key = field.substring(0, equals);
      if (!key.equals("alias")) {
        throw CommandFailure.of("ERROR: unknown device config key \"" + key + "\"");
      }
      alias = field.substring(equals + 1);
    }
    if (alias.isEmpty()) {
      names.add(fields.getFirst());
    } else {
      aliases.put(alias, fields.getFirst());
    }
  }
}
