package dev.jdock.cli.command.syntax;

import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.network.AddressCheck;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Converters of single flag values, which refuse a bad one while it is parsed, as Docker does. */
public final class Checked {
  private Checked() {}

  /** Bytes. */
  public static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return Values.bytes(value);
    }
  }

  /** Nanoseconds. */
  public static final class Nanoseconds implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return Values.nanoseconds(value);
    }
  }

  /** Billionths of a processor. */
  public static final class NanoCpus implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return Values.nanoCpus(value);
    }
  }

  /** {@code NAME} or {@code NAME=value}. */
  public static final class Environment implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.isEmpty() || value.startsWith("=")) {
        throw new InvalidValue(value, "invalid environment variable: " + value);
      }
      return value;
    }
  }

  /** {@code name} or {@code name=value}. */
  public static final class Label implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.isEmpty() || value.startsWith("=")) {
        throw new InvalidValue(value, "invalid label '" + value + "': empty name");
      }
      return value;
    }
  }

  /** {@code stdin}, {@code stdout} or {@code stderr}, in any case. */
  public static final class AttachedStream implements ITypeConverter<String> {
    private static final Set<String> NAMES = Set.of("stdin", "stdout", "stderr");

    @Override
    public String convert(String value) {
      String name = value.toLowerCase(Locale.ROOT);
      if (!NAMES.contains(name)) {
        throw new InvalidValue(value, "valid streams are STDIN, STDOUT and STDERR");
      }
      return name;
    }
  }

  /** {@code name:address} or {@code name=address}; the result has a colon. */
  public static final class ExtraHost implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      int at = value.indexOf('=');
      if (at < 0) {
        at = value.indexOf(':');
      }
      if (at <= 0) {
        throw new InvalidValue(value, "bad format for add-host: " + GoQuote.quote(value));
      }
      String address = value.substring(at + 1);
      if (address.startsWith("[") && address.endsWith("]")) {
        address = address.substring(1, address.length() - 1);
      }
      if (!address.equals("host-gateway") && !AddressCheck.isIp(address)) {
        throw new InvalidValue(value, "invalid IP address in add-host: " + GoQuote.quote(address));
      }
      return value.substring(0, at) + ":" + address;
    }
  }

  /** An address of a name server. */
  public static final class Address implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!AddressCheck.isIp(value.trim())) {
        throw new InvalidValue(value, "IP address is not correctly formatted: " + value);
      }
      return value.trim();
    }
  }

  /** A search domain; {@code .} for none. */
  public static final class Domain implements ITypeConverter<String> {
    private static final Pattern FORM =
        Pattern.compile(
            "(?:[a-zA-Z0-9_](?:[a-zA-Z0-9_-]*[a-zA-Z0-9_])?)"
                + "(?:\\.[a-zA-Z0-9_](?:[a-zA-Z0-9_-]*[a-zA-Z0-9_])?)*");

    @Override
    public String convert(String value) {
      String domain = value.trim();
      if (domain.equals(".")) {
        return domain;
      }
      if (domain.length() >= 255 || !FORM.matcher(domain).matches()) {
        throw new InvalidValue(value, value + " is not a valid domain");
      }
      return domain;
    }
  }
}
