package dev.jdock.cli.command.context;

import dev.jdock.cli.command.syntax.InvalidValue;
import picocli.CommandLine.ITypeConverter;

/** A setting of {@code --docker}. */
public final class Endpoint implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (value.indexOf('=') < 0) {
      throw new InvalidValue(value, value + " must be formatted as key=value");
    }
    return value;
  }
}
