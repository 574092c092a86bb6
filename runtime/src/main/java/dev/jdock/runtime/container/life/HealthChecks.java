package dev.jdock.runtime.container.life;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.exec.Execs;
import dev.jdock.runtime.container.record.Health;
import dev.jdock.runtime.container.record.HealthCheckPlan;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * Probes running containers that have a health check.
 *
 * @param background where probes wait for their ends
 */
public record HealthChecks(Execs execs, ExecutorService background, Clock clock) {
  /**
   * Begins to probe a container that runs, if it is to be probed.
   *
   * @param anew whether it has just been started, rather than taken over from another engine
   */
  void begin(Container container, boolean anew) {
    HealthCheckPlan plan = HealthCheckPlan.of(container.record().config());
    if (plan == null) {
      return;
    }
    Health known = container.health().last();
    if (known == null || anew) {
      container.health().set(known == null ? Health.atFirst() : known.restarted());
    }
    HealthMonitor monitor = new HealthMonitor(this, container, plan);
    container.health().probedBy(monitor);
    monitor.schedule();
  }
}
