package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.launch.Stdio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans containers' first processes.
 *
 * @param init the reaper for {@code --init}; null where it could not be built
 */
public record FirstProcessPlans(Confinement confinement, Links links, @Nullable Path init) {
  ProcessSecurity security(ContainerRecord record) {
    return ProcessSecurity.of(confinement, record.spec().isolation(), false);
  }

  ProcessPlan plan(
      ContainerRecord record, ProcessSecurity security, DevicePlan devices, Stdio stdio) {
    ContainerSpec spec = record.spec();
    ImageConfig config = record.config();
    return new ProcessPlan(
        record.commandLine(),
        Environment.merged(environment(record), devices.requested().environment()),
        config.user(),
        config.workingDir().isEmpty() ? "/" : config.workingDir(),
        true,
        security.capabilities(),
        security.noNewPrivileges(),
        security.seccomp(),
        init(record),
        stdio,
        groups(spec, devices),
        ProcessSecurity.limits(spec),
        security.appArmor());
  }

  /** What the user says wins over what links say. */
  private List<String> environment(ContainerRecord record) {
    List<String> own = Environment.of(record, record.spec().command().tty());
    return Environment.merged(links.environment(record), own);
  }

  private static List<String> groups(ContainerSpec spec, DevicePlan devices) {
    List<String> groups = new ArrayList<>(spec.isolation().groups());
    groups.addAll(devices.requested().groups());
    return groups;
  }

  /** The reaper, where the container wants one. */
  @Nullable Path init(ContainerRecord record) {
    if (!record.spec().isolation().init()) {
      return null;
    }
    if (init == null) {
      throw JdockException.invalid(
          "--init needs jdock's reaper, which the build makes when there is a C compiler: install"
              + " one (apt-get install gcc libc6-dev) and build again");
    }
    return init;
  }
}
