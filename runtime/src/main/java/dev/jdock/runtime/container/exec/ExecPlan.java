package dev.jdock.runtime.container.exec;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.container.start.Environment;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.launch.Stdio;

/** Plans a further process: as the container's first one, unless the request wants it otherwise. */
final class ExecPlan {
  private ExecPlan() {}

  static ProcessPlan of(
      Confinement confinement, ContainerRecord record, ExecSpec spec, Stdio stdio) {
    var isolation = record.spec().isolation();
    ProcessSecurity security = ProcessSecurity.of(confinement, isolation, spec.privileged());
    String workingDir = spec.workingDir();
    if (workingDir == null || workingDir.isEmpty()) {
      workingDir = record.config().workingDir().isEmpty() ? "/" : record.config().workingDir();
    }
    if (!workingDir.startsWith("/")) {
      throw JdockException.invalid(
          "OCI runtime exec failed: exec failed: Cwd must be an absolute path");
    }
    return new ProcessPlan(
        spec.command(),
        Environment.merged(Environment.of(record, spec.tty()), spec.env()),
        spec.user() == null || spec.user().isEmpty() ? record.config().user() : spec.user(),
        workingDir,
        false,
        security.capabilities(),
        security.noNewPrivileges(),
        security.seccomp(),
        null,
        stdio,
        isolation.groups(),
        ProcessSecurity.limits(record.spec()),
        security.appArmor());
  }
}
