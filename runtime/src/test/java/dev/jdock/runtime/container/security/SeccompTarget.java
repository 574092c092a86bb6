package dev.jdock.runtime.container.security;

import dev.jdock.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A seccomp profile. */
public final class SeccompTarget implements FuzzTarget {

  @Override
  public void read(byte[] input, Consumer<String> told) {
    SeccompJson.parse(new String(input, StandardCharsets.UTF_8));
  }
}
