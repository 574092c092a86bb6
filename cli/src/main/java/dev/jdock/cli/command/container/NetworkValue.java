package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.GoCsv;
import dev.jdock.cli.command.syntax.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * One {@code --network}: a name, or {@code name=…} with what is wanted of that network.
 *
 * @param driverOptions {@code key=value}, in Docker's form
 */
record NetworkValue(
    String name,
    List<String> aliases,
    String ip,
    String ip6,
    List<String> linkLocal,
    String mac,
    List<String> driverOptions,
    int gatewayPriority) {
  /** Docker takes what has a field with a value anywhere for the long form. */
  private static final Pattern LONG = Pattern.compile("\\w+=\\w+");

  /** Reads either form. */
  static final class Converter implements ITypeConverter<NetworkValue> {
    @Override
    public NetworkValue convert(String text) {
      return LONG.matcher(text).find()
          ? read(text)
          : new NetworkValue(text, List.of(), "", "", List.of(), "", List.of(), 0);
    }
  }

  private static NetworkValue read(String text) {
    String name = "";
    String ip = "";
    String ip6 = "";
    String mac = "";
    int priority = 0;
    List<String> aliases = new ArrayList<>();
    List<String> linkLocal = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String field : GoCsv.fields(text, text)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw new InvalidValue(text, "invalid field " + field);
      }
      String key = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = field.substring(equals + 1).strip();
      switch (key) {
        case "name" -> name = value;
        case "alias" -> aliases.add(value);
        case "ip" -> ip = value;
        case "ip6" -> ip6 = value;
        case "mac-address" -> mac = value;
        case "link-local-ip" -> linkLocal.add(value);
        case "driver-opt" -> options.add(option(text, value));
        case "gw-priority" -> priority = priority(text, value);
        default -> throw new InvalidValue(text, "invalid field key " + key);
      }
    }
    if (name.isEmpty()) {
      throw new InvalidValue(text, "network name/id is not specified");
    }
    return new NetworkValue(name, aliases, ip, ip6, linkLocal, mac, options, priority);
  }

  private static String option(String text, String value) {
    if (!value.contains("=")) {
      throw new InvalidValue(text, "invalid key value pair format in driver options");
    }
    return value;
  }

  private static int priority(String text, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidValue(text, "invalid gw-priority (" + value + "): invalid syntax");
    }
  }
}
