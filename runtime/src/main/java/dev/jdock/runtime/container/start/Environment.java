package dev.jdock.runtime.container.start;

import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.rootfs.Executables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The environment variables of a container's processes: {@code NAME=value} each. */
public final class Environment {
  private Environment() {}

  /** What Docker always sets, then the configuration's. */
  public static List<String> of(ContainerRecord record, boolean tty) {
    List<String> always = new ArrayList<>();
    always.add("PATH=" + Executables.DEFAULT_PATH);
    always.add("HOSTNAME=" + record.hostname());
    if (tty) {
      always.add("TERM=xterm");
    }
    return merged(always, record.config().env());
  }

  /**
   * @param changes {@code NAME=value} to set; a bare {@code NAME} removes it
   */
  public static List<String> merged(List<String> base, List<String> changes) {
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    for (String pair : base) {
      put(variables, pair);
    }
    for (String pair : changes) {
      put(variables, pair);
    }
    List<String> result = new ArrayList<>();
    variables.forEach((name, value) -> {
      if (value != null) {
        result.add(name + "=" + value);
      }
    });
    return result;
  }

  /**
   * A configuration's environment as Docker shows it: the user's, with names that shall not be
   * there, then of the image's what the user does not name.
   */
  public static List<String> overlaid(List<String> user, List<String> image) {
    Set<String> named = user.stream().map(Environment::name).collect(Collectors.toSet());
    List<String> result = new ArrayList<>(user);
    image.stream().filter(each -> !named.contains(name(each))).forEach(result::add);
    return result;
  }

  /** Of a variable that is set or removed. */
  private static String name(String change) {
    int equals = change.indexOf('=');
    return equals < 0 ? change : change.substring(0, equals);
  }

  private static void put(Map<String, @Nullable String> variables, String pair) {
    String name = name(pair);
    if (name.length() == pair.length()) {
      variables.remove(name);
    } else {
      variables.put(name, pair.substring(name.length() + 1));
    }
  }
}
