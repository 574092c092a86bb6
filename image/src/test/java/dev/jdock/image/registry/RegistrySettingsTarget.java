package dev.jdock.image.registry;

import dev.jdock.image.fuzz.FuzzTarget;
import java.util.function.Consumer;

/** A {@code daemon.json}. */
public final class RegistrySettingsTarget implements FuzzTarget {

  @Override
  public void read(byte[] input, Consumer<String> told) {
    RegistrySettings.parse(input);
  }
}
