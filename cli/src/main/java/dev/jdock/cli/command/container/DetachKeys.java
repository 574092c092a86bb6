package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** The keys that leave a container without ending it. */
final class DetachKeys {
  /** What Docker uses where nobody says otherwise. */
  static final String DEFAULT = "ctrl-p,ctrl-q";

  private DetachKeys() {}

  /** The flag's, else the user's configuration file's, else the default, as bytes. */
  static byte[] of(Invocation invocation, @Nullable String flag) {
    String text = text(invocation, flag);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String key : text.split(",", -1)) {
      int code = code(key);
      if (code < 0) {
        throw JdockException.invalid("Invalid detach keys (" + text + ") provided");
      }
      bytes.write(code);
    }
    return bytes.toByteArray();
  }

  static String text(Invocation invocation, @Nullable String flag) {
    if (flag != null && !flag.isEmpty()) {
      return flag;
    }
    String configured = DockerConfig.of(invocation).detachKeys();
    return configured.isEmpty() ? DEFAULT : configured;
  }

  private static int code(String key) {
    if (key.length() == 1 && key.charAt(0) < 0x80) {
      return key.charAt(0);
    }
    if (key.equals("DEL")) {
      return 127;
    }
    if (key.length() != 6 || !key.startsWith("ctrl-")) {
      return -1;
    }
    char letter = key.charAt(5);
    if (letter >= 'a' && letter <= 'z') {
      return letter - 'a' + 1;
    }
    return switch (letter) {
      case '@' -> 0;
      case '[' -> 27;
      case '\\' -> 28;
      case ']' -> 29;
      case '^' -> 30;
      case '_' -> 31;
      default -> -1;
    };
  }
}
