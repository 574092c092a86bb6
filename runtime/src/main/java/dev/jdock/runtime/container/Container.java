package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.RestartPolicy;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.Fanout;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine holds it. {@link #lock} is held while what it is doing changes (create,
 * start, remove); {@link #ended} is called without it.
 */
public final class Container {
  private final ContainerFiles files;
  private final ContainerIo io;
  private final ContainerEvents events;
  private final ContainerHealth health;
  private final FirstProcess process;
  private final ChangeLock lock;
  private final ReentrantLock execLock = new ReentrantLock();
  private final RestartPace restartPace = new RestartPace();
  private volatile ContainerRecord record;
  private volatile ContainerState state;
  private volatile boolean removed;
  private String removalFailure = "";

  /** Whether what becomes of it is not written down any more. */
  private boolean leaving;

  private final AtomicInteger keepers = new AtomicInteger();
  private volatile boolean paused;
  private int exits;
  private int lastExitCode;
  private int runs;

  Container(
      ContainerFiles files,
      ContainerRecord record,
      ContainerState state,
      ContainerIo io,
      EventBus events) {
    this.files = files;
    this.events = new ContainerEvents(events, this::record);
    this.lock = new ChangeLock(record.id());
    this.process = new FirstProcess(record.id());
    this.record = record;
    this.state = state;
    this.io = io;
    this.health = new ContainerHealth(files, record.id());
  }

  public String id() {
    return record.id();
  }

  public String name() {
    return record.name();
  }

  public ContainerRecord record() {
    return record;
  }

  public ContainerState state() {
    return state;
  }

  public ContainerIo io() {
    return io;
  }

  public ChangeLock lock() {
    return lock;
  }

  public ContainerEvents events() {
    return events;
  }

  /**
   * Publishes an event: something was done to it.
   *
   * @param attributes name, value, name, value …
   */
  public void tell(String action, String... attributes) {
    events.container(action, attributes);
  }

  /** Whether its processes are frozen. */
  public boolean paused() {
    return paused;
  }

  public void paused(boolean frozen) {
    paused = frozen;
  }

  /** Docker's word for how it is doing. */
  public String status() {
    return paused && state.running() ? "paused" : state.status().text();
  }

  /** Its new name is written down first. */
  public void rename(String newName) {
    ContainerRecord renamed = record.withName(newName);
    files.save(renamed);
    record = renamed;
  }

  /** Other settings than it was made with, written down first. */
  public void reconfigure(ContainerRecord changed) {
    files.save(changed);
    record = changed;
  }

  /** Whether its next end is to remove it. */
  public boolean removesItself() {
    return record.spec().lifecycle().autoRemove() && !isKept();
  }

  /** While it is restarted, an end is not its end; several may restart it at once. */
  public interface Kept extends AutoCloseable {
    @Override
    void close();
  }

  /** Until that is closed, once. */
  public Kept keep() {
    keepers.incrementAndGet();
    return keepers::decrementAndGet;
  }

  public boolean isKept() {
    return keepers.get() > 0;
  }

  public RestartPolicy restartPolicy() {
    return RestartPolicy.of(record.spec().lifecycle());
  }

  public RestartPace restartPace() {
    return restartPace;
  }

  /**
   * Held while a process is added to it, one at a time, for each borrows from its pids limit; and
   * while that limit changes.
   */
  public ReentrantLock execLock() {
    return execLock;
  }

  /** Its first process, while it runs. */
  public FirstProcess process() {
    return process;
  }

  /**
   * Its program runs. The state is saved first: a failure leaves everything as it was.
   *
   * @param handle owned by the container once this returns
   */
  public synchronized void running(ContainerState newState, PidFd handle, @Nullable Fd heldMounts) {
    files.save(id(), newState);
    process.set(handle, heldMounts);
    state = newState;
    runs++;
    notifyAll();
  }

  /** It did not come to run. */
  public synchronized void startFailed(ContainerState newState) {
    runs++;
    io.renew();
    replace(newState);
  }

  /** Its next end is what the user wants. */
  public synchronized void wantedToStop() {
    if (state.active()) {
      replace(state.wantedToStop());
    }
  }

  /** It has ended and is to be started again. */
  public synchronized void restarting(ContainerState newState, Runnable publish) {
    ended(newState, publish);
  }

  /** Callers that wait for it to stop go on; its end has been published already. */
  public synchronized void restartCancelled() {
    replace(state.restartCancelled());
  }

  /** From now on its user's start counts, not its policy's. */
  public synchronized void resetRestarts() {
    restartPace.reset();
    state = state.withRestarts(0);
  }

  /**
   * It has ended and is removed at once. Neither is written down: an engine after this one finds no
   * process, and removes it as well.
   */
  public synchronized void endedForGood(ContainerState newState, Runnable publish) {
    leaving = true;
    ended(newState, publish);
  }

  public synchronized void ended(ContainerState newState) {
    ended(newState, () -> {});
  }

  /**
   * It has ended. Who hears of that finds it ended, and who waits for it goes on when it has been
   * told.
   *
   * @param publish tells of it
   */
  public synchronized void ended(ContainerState newState, Runnable publish) {
    paused = false;
    process.close();
    if (!leaving) {
      process.letMountsGo();
    }
    exits++;
    lastExitCode = newState.exitCode();
    io.renew();
    state = newState;
    publish.run();
    replace(newState);
  }

  public synchronized void removing() {
    replace(state.removing());
  }

  public ContainerHealth health() {
    return health;
  }

  /**
   * What has happened has happened, whether a full disk lets it be written down or not: a later
   * engine finds out by looking at the process, and brings a removal to its end.
   */
  private void replace(ContainerState newState) {
    state = newState;
    notifyAll();
    if (leaving) {
      return;
    }
    try {
      files.save(id(), newState);
    } catch (JdockException unwritten) {
      return;
    }
  }

  /** Its files are gone. */
  public synchronized void removed() {
    removed = true;
    notifyAll();
  }

  /** Some of its files are still there: it can be removed again. */
  public synchronized void removalFailed(Throwable failure) {
    removalFailure = String.valueOf(failure.getMessage());
    leaving = false;
    process.letMountsGo();
    replace(state.dead());
  }

  public boolean isRemoved() {
    return removed;
  }

  /** Whether it is gone, or about to be: its files may be missing. */
  public boolean isGoing() {
    return removed || state.status() == ContainerState.Status.REMOVING;
  }

  /** Closes the descriptors of a process that runs on, for the next engine to take up. */
  public synchronized void release() {
    io.release();
    process.close();
    process.letMountsGo();
  }

  /** A count that changes with every end of its process. */
  public synchronized int exits() {
    return exits;
  }

  /** Which run this is, or the next one when it does not run. */
  public synchronized int currentRun() {
    return state.running() ? runs : runs + 1;
  }

  /** Waits until a run has begun or failed; whether it is that one which runs now. */
  public synchronized boolean awaitStarted(int run) throws InterruptedException {
    while (runs < run && !removed) {
      wait();
    }
    return runs == run && state.running();
  }

  /** A run's streams: of the one that runs now, or of the next one. */
  public record Outputs(int run, Fanout stdout, Fanout stderr) {}

  public synchronized Outputs outputs() {
    return new Outputs(state.running() ? runs : runs + 1, io.stdout(), io.stderr());
  }

  /**
   * Waits until it has no process, or had none for a moment since the given count; its exit code
   * then.
   */
  public synchronized int awaitPause(int since) throws InterruptedException {
    while (state.active() && exits == since && !removed) {
      wait();
    }
    return exits == since ? state.exitCode() : lastExitCode;
  }

  /** Waits until it does not run and is not to run again; its exit code. */
  public synchronized int awaitNotRunning() throws InterruptedException {
    while (state.active() && !removed) {
      wait();
    }
    return state.exitCode();
  }

  /** Waits for an end after the given count; the exit code, though it may run again already. */
  public synchronized int awaitExit(int since) throws InterruptedException {
    while (exits == since && !removed) {
      wait();
    }
    return exits == since ? state.exitCode() : lastExitCode;
  }

  /**
   * Waits until it is gone; the exit code.
   *
   * @throws JdockException INTERNAL when its removal has failed
   */
  public synchronized int awaitRemoved() throws InterruptedException {
    while (!removed) {
      if (state.status() == ContainerState.Status.DEAD) {
        throw new JdockException(
            JdockException.Kind.INTERNAL,
            "container " + id() + " could not be removed: " + removalFailure);
      }
      wait();
    }
    return state.exitCode();
  }

  /** Waits until it does not run, or the time is over; whether it does not run. */
  public synchronized boolean awaitNotRunning(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (state.active() && !removed) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
