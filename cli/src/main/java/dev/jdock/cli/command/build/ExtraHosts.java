package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.InvalidValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of {@code --add-host}. */
final class ExtraHosts {
  private ExtraHosts() {}

  /** The last one of a name counts. */
  static Map<String, String> read(List<String> texts) {
    Map<String, String> hosts = new LinkedHashMap<>();
    for (String host : texts) {
      try {
        String checked = new Checked.ExtraHost().convert(host);
        int colon = checked.indexOf(':');
        hosts.put(checked.substring(0, colon), checked.substring(colon + 1));
      } catch (InvalidValue e) {
        throw CommandFailure.of("ERROR: invalid host " + host);
      }
    }
    return hosts;
  }
}
