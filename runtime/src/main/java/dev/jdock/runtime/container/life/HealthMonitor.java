package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoDuration;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerHealth;
import dev.jdock.runtime.container.record.BoundedText;
import dev.jdock.runtime.container.record.Health;
import dev.jdock.runtime.container.record.HealthCheckPlan;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Probes a running container again and again, until it ends or the engine leaves. */
public final class HealthMonitor implements ContainerHealth.Probes {
  private final HealthChecks checks;
  private final Container container;
  private final HealthCheckPlan plan;
  private final Instant started;
  private boolean stopped;
  private @Nullable Running probing;

  HealthMonitor(HealthChecks checks, Container container, HealthCheckPlan plan) {
    this.checks = checks;
    this.container = container;
    this.plan = plan;
    this.started = Instant.parse(container.state().startedAt());
  }

  void schedule() {
    if (isStopped()) {
      return;
    }
    Duration ranFor = Duration.between(started, checks.clock().instant());
    Duration pause = plan.pause(health().status(), ranFor);
    after(pause, this::begin).execute(this::probe);
  }

  /** On the timer's thread, where exceptions are lost. */
  private void begin(Runnable probe) {
    try {
      checks.background().execute(probe);
    } catch (RejectedExecutionException closing) {
      stop();
    } catch (OutOfMemoryError noThread) {
      schedule();
    }
  }

  private static Executor after(Duration delay, Executor executor) {
    return CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor);
  }

  private Health health() {
    Health known = container.health().last();
    return known == null ? Health.atFirst() : known;
  }

  private void probe() {
    if (isStopped()) {
      return;
    }
    if (container.paused()) {
      schedule();
      return;
    }
    try {
      take(result());
    } finally {
      // One probe that fails in an unexpected way is not the last.
      schedule();
    }
  }

  private synchronized void take(Health.Probe result) {
    if (stopped) {
      return;
    }
    Duration ranFor = Duration.between(started, Instant.parse(result.start()));
    boolean excused = ranFor.compareTo(plan.startPeriod()) < 0;
    Health.Status before = health().status();
    container.health().set(health().after(result, excused, plan.retries()));
    if (health().status() != before) {
      container.tell("health_status: " + health().status().text());
    }
  }

  /**
   * Runs the command; a container that is paused or gone makes it fail, and so does an engine that
   * has no descriptor, thread or memory left for it.
   */
  private Health.Probe result() {
    Instant start = checks.clock().instant();
    BoundedText output = new BoundedText();
    Running run = new Running(Thread.currentThread());
    probing(run);
    CompletableFuture<@Nullable Void> end = expiring(run);
    try (Exec exec = start(run, output)) {
      int code = exec.await();
      return run.isLate() ? overdue(start, output) : ended(start, code, output.toString());
    } catch (JdockException e) {
      return ended(start, -1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return run.isLate() ? overdue(start, output) : ended(start, -1, "interrupted");
    } catch (RuntimeException | OutOfMemoryError e) {
      return ended(start, -1, "cannot run the health check: " + e.getMessage());
    } finally {
      run.over();
      end.complete(null);
      probing(null);
      // What was meant for this probe is not for what the thread does next.
      Thread.interrupted();
    }
  }

  /** To be completed when the probe is over: nothing waits for its timeout then. */
  private CompletableFuture<@Nullable Void> expiring(Running run) {
    CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    var _ =
        end.orTimeout(plan.timeout().toNanos(), TimeUnit.NANOSECONDS)
            .exceptionallyAsync(
                _ -> {
                  run.expire();
                  return null;
                },
                checks.background());
    return end;
  }

  private synchronized void probing(@Nullable Running run) {
    probing = run;
    if (stopped && run != null) {
      run.kill();
    }
  }

  /**
   * One probe: its start, which an interrupt breaks off where the container holds it up, and then
   * its process.
   */
  private static final class Running {
    private @Nullable Thread starting;
    private @Nullable Exec exec;
    private boolean killed;
    private boolean late;
    private boolean over;

    Running(Thread starting) {
      this.starting = starting;
    }

    synchronized void started(Exec process) {
      starting = null;
      exec = process;
      if (killed) {
        process.signal("KILL");
      }
    }

    synchronized void expire() {
      if (!over) {
        late = true;
        kill();
      }
    }

    synchronized void kill() {
      killed = true;
      if (over) {
        return;
      }
      if (starting != null) {
        starting.interrupt();
      } else if (exec != null) {
        exec.signal("KILL");
      }
    }

    synchronized boolean isLate() {
      return late;
    }

    synchronized void over() {
      over = true;
    }
  }

  private Health.Probe overdue(Instant start, BoundedText output) {
    String text = "Health check exceeded timeout (" + GoDuration.format(plan.timeout()) + ")";
    return ended(start, -1, output.isEmpty() ? text : text + ": " + output);
  }

  private Health.Probe ended(Instant start, int code, String output) {
    return new Health.Probe(start.toString(), checks.clock().instant().toString(), code, output);
  }

  private Exec start(Running run, BoundedText output) throws InterruptedException {
    Exec exec =
        checks
            .execs()
            .start(
                container,
                new ExecSpec(
                    plan.command(), List.of(), null, null, false, false, true, true, false, null),
                new Streams(null, output, output, new byte[0]));
    run.started(exec);
    return exec;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (probing != null) {
      probing.kill();
    }
  }
}
