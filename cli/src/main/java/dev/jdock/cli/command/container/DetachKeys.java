package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.KeySequence;
import org.jspecify.annotations.Nullable;

/** The keys that leave a container without ending it. */
final class DetachKeys {
  private DetachKeys() {}

  /** The flag's, else the user's configuration file's, else the default, as bytes. */
  static byte[] of(Invocation invocation, @Nullable String flag) {
    String text = text(invocation, flag);
    try {
      return KeySequence.parse(text);
    } catch (JdockException e) {
      throw JdockException.invalid("Invalid detach keys (" + text + ") provided");
    }
  }

  static String text(Invocation invocation, @Nullable String flag) {
    if (flag != null && !flag.isEmpty()) {
      return flag;
    }
    String configured = DockerConfig.of(invocation).detachKeys();
    return configured.isEmpty() ? KeySequence.DEFAULT : configured;
  }
}
