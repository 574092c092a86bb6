package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.CsvLine.CsvException;
import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.dockerfile.RunSandbox.RunDevice;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoQuote;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code --network}, {@code --security} and {@code --device} of RUN; none has variables. */
final class RunSandboxes {
  private static final Set<String> NETWORKS = Set.of("default", "none", "host");
  private static final Set<String> DEVICE_KEYS = Set.of("name", "required");

  private RunSandboxes() {}

  static RunSandbox of(Flags flags) {
    String network = flags.has("network") ? flags.value("network") : "default";
    if (!NETWORKS.contains(network)) {
      throw new SyntaxError("invalid network mode " + GoQuote.quote(network));
    }
    List<RunDevice> devices = flags.values("device").stream().map(RunSandboxes::device).toList();
    return new RunSandbox(network, insecure(flags), devices);
  }

  private static boolean insecure(Flags flags) {
    String security = flags.has("security") ? flags.value("security") : "sandbox";
    return switch (security) {
      case "sandbox" -> false;
      case "insecure" -> true;
      default -> throw new SyntaxError("security " + GoQuote.quote(security) + " is not valid");
    };
  }

  private static RunDevice device(String text) {
    String name = "";
    boolean required = false;
    for (String field : fields(text)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      if (key.equals("required")) {
        required = equals < 0 || bool(key, value);
      } else if (key.equals("name") && equals >= 0) {
        if (!name.isEmpty()) {
          throw new SyntaxError("device name already set to " + name);
        }
        name = value;
      } else if (name.isEmpty()) {
        name = field;
      } else {
        throw equals < 0 ? noPair(field) : unexpected(key, field);
      }
    }
    return new RunDevice(name, required);
  }

  private static List<String> fields(String text) {
    try {
      return CsvLine.fields(text);
    } catch (CsvException e) {
      throw new SyntaxError("failed to parse csv devices: " + e.getMessage());
    }
  }

  private static boolean bool(String key, String value) {
    try {
      return GoBool.parse(value);
    } catch (JdockException e) {
      throw new SyntaxError("invalid value for " + key + ": " + value);
    }
  }

  private static SyntaxError noPair(String field) {
    return new SyntaxError("invalid field '" + field + "' must be a key=value pair");
  }

  private static SyntaxError unexpected(String key, String field) {
    return new SyntaxError(
        "unexpected key '" + key + "' in '" + field + "'" + Suggestion.ofName(key, DEVICE_KEYS));
  }
}
