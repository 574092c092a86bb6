package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Values;
import picocli.CommandLine.ITypeConverter;

/** A size in bytes, or -1 for none. */
final class SwapLimit implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    return text.equals("-1") ? -1L : Values.bytes(text);
  }
}
