package dev.jdock.runtime.container.start;

import dev.jdock.runtime.container.create.MergedConfig;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.rootfs.Executables;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment of a container's processes: what Docker always sets, then the configuration's.
 */
public final class ProcessEnvironment {
  private ProcessEnvironment() {}

  public static List<String> of(ContainerRecord record, boolean tty) {
    List<String> always = new ArrayList<>();
    always.add("PATH=" + Executables.DEFAULT_PATH);
    always.add("HOSTNAME=" + record.hostname());
    if (tty) {
      always.add("TERM=xterm");
    }
    return MergedConfig.environment(always, record.config().env());
  }
}
