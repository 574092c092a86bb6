package dev.jdock.cli.command.syntax;

import dev.jdock.runtime.container.create.DeviceCheck;
import dev.jdock.runtime.container.security.KernelSettings;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;

/** Converters of the values of flags that open a container to its host, in Docker's words. */
public final class CheckedDevices {
  private CheckedDevices() {}

  /** {@code c 1:3 rwm}. */
  public static final class CgroupRule implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!DeviceCheck.isRule(value)) {
        throw new InvalidValue(value, "invalid device cgroup format '" + value + "'");
      }
      return value;
    }
  }

  /** {@code name=value} of a setting that belongs to a namespace. */
  public static final class Sysctl implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      int equals = value.indexOf('=');
      if (equals < 0 || !KernelSettings.isAllowed(value.substring(0, equals))) {
        throw new InvalidValue(value, "sysctl '" + value + "' is not allowed");
      }
      return value;
    }
  }

  /** {@code all}, a count, or {@code device=…,capabilities=…,driver=…,options=…}. */
  public static final class Gpus implements ITypeConverter<DeviceRequest> {
    @Override
    public DeviceRequest convert(String value) {
      String driver = "";
      int count = 0;
      List<String> ids = List.of();
      List<String> capabilities = List.of("gpu");
      Map<String, String> options = Map.of();
      Set<String> seen = new HashSet<>();
      for (String field : GoCsv.fields(value, value)) {
        int equals = field.indexOf('=');
        String key = equals < 0 ? field : field.substring(0, equals);
        String text = equals < 0 ? field : field.substring(equals + 1);
        if (!seen.add(key)) {
          throw new InvalidValue(value, "gpu request key '" + key + "' can be specified only once");
        }
        if (equals < 0) {
          seen.add("count");
          count = count(value, text);
          continue;
        }
        switch (key) {
          case "driver" -> driver = text;
          case "count" -> count = count(value, text);
          case "device" -> ids = List.of(text.split(",", -1));
          case "capabilities" -> capabilities = withGpu(text);
          case "options" -> options = options(value, text);
          default ->
              throw new InvalidValue(value, "unexpected key '" + key + "' in '" + field + "'");
        }
      }
      if (!seen.contains("count") && ids.isEmpty()) {
        count = 1;
      }
      return new DeviceRequest(driver, count, ids, List.of(capabilities), options);
    }

    private static List<String> withGpu(String text) {
      List<String> capabilities = new ArrayList<>(List.of(text.split(",", -1)));
      capabilities.add("gpu");
      return capabilities;
    }

    private static Map<String, String> options(String value, String text) {
      Map<String, String> options = new LinkedHashMap<>();
      for (String field : GoCsv.fields(value, text)) {
        int equals = field.indexOf('=');
        options.put(
            equals < 0 ? field : field.substring(0, equals),
            equals < 0 ? "" : field.substring(equals + 1));
      }
      return options;
    }

    private static int count(String value, String text) {
      if (text.equals("all")) {
        return -1;
      }
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        String reason = text.matches("[+-]?\\d+") ? "value out of range" : "invalid syntax";
        throw new InvalidValue(
            value,
            "invalid count (" + text + "): value must be either \"all\" or an integer: " + reason);
      }
    }
  }
}
