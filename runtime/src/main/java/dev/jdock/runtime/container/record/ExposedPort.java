package dev.jdock.runtime.container.record;

import dev.jdock.image.oci.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port that a container says it listens on.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record ExposedPort(int number, String protocol) {
  private static final int MAXIMUM = 65535;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:/(tcp|udp|sctp)?)?");

  /**
   * The ports of a configuration. Any builder may have written it: without a protocol, as Docker
   * reads it, {@code tcp} is meant, and what is no port exposes none.
   */
  public static List<ExposedPort> of(ImageConfig config) {
    List<ExposedPort> ports = new ArrayList<>();
    for (String text : config.exposedPorts()) {
      Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
      if (matcher.matches() && Integer.parseInt(matcher.group(1)) <= MAXIMUM) {
        String protocol = matcher.group(2);
        ports.add(
            new ExposedPort(
                Integer.parseInt(matcher.group(1)), protocol == null ? "tcp" : protocol));
      }
    }
    return ports.stream().distinct().toList();
  }

  /** {@code 80/tcp}. */
  @Override
  public String toString() {
    return number + "/" + protocol;
  }
}
