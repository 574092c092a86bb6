package dev.jdock.cli.command.syntax;

import picocli.CommandLine.ITypeConverter;

/** Converters of the values of network flags, in Docker's words. */
public final class CheckedNetwork {
  private CheckedNetwork() {}

  /** {@code CONTAINER[:ALIAS]}. */
  public static final class Link implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.isEmpty()) {
        throw new InvalidValue(value, "empty string specified for links");
      }
      if (value.chars().filter(c -> c == ':').count() > 1) {
        throw new InvalidValue(value, "bad format for links: " + value);
      }
      return value;
    }
  }
}
