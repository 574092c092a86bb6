package dev.jdock.cli.command.syntax;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoInteger;
import dev.jdock.runtime.container.create.ProcessLimitCheck;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.engine.Resources.Ulimit;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** Converters of the values of flags that limit resources, in Docker's words. */
public final class CheckedResources {
  private CheckedResources() {}

  /** Bytes, or -1. */
  public static final class MemorySwap implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return value.equals("-1") ? -1L : Values.bytes(value);
    }
  }

  /** {@code name=soft[:hard]}. */
  public static final class UlimitValue implements ITypeConverter<Ulimit> {
    @Override
    public Ulimit convert(String value) {
      int equals = value.indexOf('=');
      if (equals < 0) {
        throw new InvalidValue(value, "invalid ulimit argument: " + value);
      }
      String name = value.substring(0, equals).toLowerCase(Locale.ROOT);
      if (!ProcessLimitCheck.isName(name)) {
        throw new InvalidValue(value, "invalid ulimit type: " + value.substring(0, equals));
      }
      String numbers = value.substring(equals + 1);
      String[] parts = numbers.split(":", -1);
      if (parts.length > 2) {
        throw new InvalidValue(
            value,
            "too many limit value arguments - "
                + numbers
                + ", can only have up to two, `soft[:hard]`");
      }
      long soft = decimal(value, parts[0]);
      long hard = parts.length == 2 ? decimal(value, parts[1]) : soft;
      return checked(value, name, soft, hard);
    }

    private static Ulimit checked(String value, String name, long soft, long hard) {
      Ulimit limit = new Ulimit(name, soft, hard);
      try {
        ProcessLimitCheck.validate(limit);
      } catch (JdockException e) {
        throw new InvalidValue(value, String.valueOf(e.getMessage()));
      }
      return limit;
    }

    private static long decimal(String value, String text) {
      try {
        return GoInteger.parseDecimal(text, Long.SIZE);
      } catch (JdockException e) {
        throw new InvalidValue(value, String.valueOf(e.getMessage()));
      }
    }
  }

  /** A number of 16 bits. */
  public static final class Weight implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return (int) Values.unsigned(value, 16);
    }
  }

  /** A number of 64 bits, as far as a long holds it. */
  public static final class Unsigned implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return Values.unsigned(value, 63);
    }
  }

  /** {@code /dev/x:weight}. */
  public static final class DeviceWeight implements ITypeConverter<DeviceRate> {
    @Override
    public DeviceRate convert(String value) {
      String number = number(value);
      long weight = number.matches("\\d{1,5}") ? Long.parseLong(number) : -1;
      if (weight != 0 && (weight < 10 || weight > 1000)) {
        throw new InvalidValue(value, "invalid weight for device: " + value);
      }
      return new DeviceRate(path(value), weight);
    }
  }

  /** {@code /dev/x:rate}, bytes with a unit. */
  public static final class BytesRate implements ITypeConverter<DeviceRate> {
    @Override
    public DeviceRate convert(String value) {
      String number = number(value);
      try {
        return new DeviceRate(path(value), Values.bytes(number));
      } catch (InvalidValue e) {
        throw new InvalidValue(
            value,
            "invalid rate for device: "
                + value
                + ". The correct format is <device-path>:<number>[<unit>]. Number must be a"
                + " positive integer. Unit is optional and can be kb, mb, or gb");
      }
    }
  }

  /** {@code /dev/x:rate}, a number. */
  public static final class OperationsRate implements ITypeConverter<DeviceRate> {
    @Override
    public DeviceRate convert(String value) {
      String number = number(value);
      if (!number.matches("\\d{1,18}")) {
        throw new InvalidValue(
            value,
            "invalid rate for device: "
                + value
                + ". The correct format is <device-path>:<number>. Number must be a positive"
                + " integer");
      }
      return new DeviceRate(path(value), Long.parseLong(number));
    }
  }

  private static String path(String value) {
    return value.substring(0, value.indexOf(':'));
  }

  private static String number(String value) {
    int colon = value.indexOf(':');
    if (colon <= 0) {
      throw new InvalidValue(value, "bad format: " + value);
    }
    if (!value.startsWith("/dev/")) {
      throw new InvalidValue(value, "bad format for device path: " + value);
    }
    return value.substring(colon + 1);
  }
}
