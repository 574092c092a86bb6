package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.network.Networks;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine holds it. {@link #lock} is held by whoever changes what it is doing
 * (create, start, remove); its end is told by {@link #ended} without it.
 */
public final class Container {
  private static final long COPY_PATIENCE_NANOS = 30_000_000_000L;
  private static final long LOCK_LOOK_MILLIS = 100;

  private final ContainerFiles files;
  private final ContainerIo io;
  private final EventBus events;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock execLock = new ReentrantLock();
  private final RestartPace restartPace = new RestartPace();
  private volatile ContainerRecord record;
  private volatile ContainerState state;
  private volatile @Nullable PidFd process;
  private volatile boolean copied;
  private volatile boolean removed;
  private String removalFailure = "";
  private final AtomicInteger keepers = new AtomicInteger();
  private volatile boolean paused;
  private volatile @Nullable Health health;
  private @Nullable HealthMonitor monitor;
  private int exits;
  private int lastExitCode;
  private int runs;

  Container(
      ContainerFiles files,
      ContainerRecord record,
      ContainerState state,
      ContainerIo io,
      EventBus events) {
    this.events = events;
    this.files = files;
    this.record = record;
    this.state = state;
    this.io = io;
    this.health = files.loadHealth(record.id());
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

  ContainerIo io() {
    return io;
  }

  ReentrantLock lock() {
    return lock;
  }

  /** For files to be copied into it at rest, which may take long: until {@link #unlockCopied}. */
  void lockToCopy() {
    lockToChange();
    copied = true;
  }

  void unlockCopied() {
    copied = false;
    lock.unlock();
  }

  /**
   * Takes the lock, but does not wait for ever for files whose client has stalled.
   *
   * @throws JdockException CONFLICT when such a one keeps it
   */
  void lockToChange() {
    if (!lockToChange(COPY_PATIENCE_NANOS)) {
      throw JdockException.conflict(
          "container " + id() + " cannot be changed: files are still being copied to it");
    }
  }

  /** Whether it has got the lock; anything but a copy is waited for. */
  boolean lockToChange(long patienceNanos) {
    long deadline = System.nanoTime() + patienceNanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (lock.tryLock(LOCK_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            return true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
        if (copied && System.nanoTime() - deadline >= 0) {
          return false;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Tells whoever listens what was done to it.
   *
   * @param attributes name, value, name, value …
   */
  void tell(String action, String... attributes) {
    SortedMap<String, String> all = new TreeMap<>(record.config().labels());
    all.put("image", record.spec().image());
    all.put("name", name());
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    events.publish("container", action, id(), all);
  }

  /** Tells that a network or a volume is or is no more at its disposal. */
  void tellOf(String type, String action, String id, String... attributes) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("container", id());
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    events.publish(type, action, id, all);
  }

  /** Tells that it has, or has no more, the network that it asked for. */
  void tellOfNetwork(Networks networks, String action) {
    String mode = record.spec().networking().mode();
    if (!SharedWith.isContainer(mode)) {
      String name = mode.equals("default") ? "bridge" : mode;
      String type = name.equals("none") ? "null" : name;
      tellOf("network", action, networks.networkId(name), "name", name, "type", type);
    }
  }

  /** Tells of all volumes that they are in use from now on, or no more. */
  void tellOfVolumes(boolean mounted) {
    for (MountPoint mount : record.mounts()) {
      if (mount.type().equals("volume") && mounted) {
        tellOf(
            "volume",
            "mount",
            mount.name(),
            "destination",
            mount.destination(),
            "driver",
            "local",
            "propagation",
            mount.propagation(),
            "read/write",
            Boolean.toString(mount.writable()));
      } else if (mount.type().equals("volume")) {
        tellOf("volume", "unmount", mount.name(), "driver", "local");
      }
    }
  }

  /** Whether its processes are frozen. */
  public boolean paused() {
    return paused;
  }

  void paused(boolean frozen) {
    paused = frozen;
  }

  /** Docker's word for how it is doing. */
  String status() {
    return paused && state.running() ? "paused" : state.status().text();
  }

  /** Its new name is written down first. */
  void rename(String newName) {
    ContainerRecord renamed = record.withName(newName);
    files.save(renamed);
    record = renamed;
  }

  /** Other settings than it was made with, written down first. */
  void reconfigure(ContainerRecord changed) {
    files.save(changed);
    record = changed;
  }

  /** Whether its next end is to remove it. */
  boolean removesItself() {
    return record.spec().lifecycle().autoRemove() && !isKept();
  }

  /** While it is restarted, an end is not its end; several may restart it at once. */
  interface Kept extends AutoCloseable {
    @Override
    void close();
  }

  /** Until that is closed, once. */
  Kept keep() {
    keepers.incrementAndGet();
    return keepers::decrementAndGet;
  }

  boolean isKept() {
    return keepers.get() > 0;
  }

  RestartPolicy restartPolicy() {
    return RestartPolicy.of(record.spec().lifecycle());
  }

  RestartPace restartPace() {
    return restartPace;
  }

  /**
   * Held while a process is added to it, one at a time, for each borrows from its pids limit; and
   * by whoever changes that.
   */
  ReentrantLock execLock() {
    return execLock;
  }

  private PidFd requireProcess() {
    PidFd current = process;
    if (current == null) {
      throw JdockException.conflict("container " + id() + " is not running");
    }
    return current;
  }

  /**
   * Its first process, for a while in which it may end.
   *
   * @return a descriptor of the caller's own
   * @throws JdockException CONFLICT when it does not run
   */
  synchronized PidFd holdProcess() {
    return PidFd.own(requireProcess().fd().duplicate());
  }

  /** Whether its first process ends in this time, or has ended: that may not be told yet. */
  boolean endsWithin(int millis) {
    try (PidFd current = holdProcess()) {
      return current.awaitEnd(millis);
    } catch (JdockException ended) {
      return true;
    }
  }

  /**
   * Sends a signal to its first process; one that has ended meanwhile is what the sender wanted.
   */
  synchronized void signal(Signal signal) {
    PidFd current = process;
    if (current != null) {
      send(current, signal);
    }
  }

  /** A process that has been reaped, too, has ended as the sender wanted. */
  static void send(PidFd process, Signal signal) {
    try {
      process.sendSignal(signal.number());
    } catch (SyscallException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  /**
   * Its program runs. The state is saved first: a failure leaves everything as it was.
   *
   * @param handle owned by the container once this returns
   */
  synchronized void running(ContainerState newState, PidFd handle) {
    files.save(id(), newState);
    process = handle;
    state = newState;
    runs++;
    notifyAll();
  }

  /** It did not come to run. */
  synchronized void startFailed(ContainerState newState) {
    runs++;
    io.renew();
    replace(newState);
  }

  /** Its next end is what the user wants. */
  synchronized void wantedToStop() {
    if (state.active()) {
      replace(state.wantedToStop());
    }
  }

  /** It has ended and is to be started again. */
  synchronized void restarting(ContainerState newState) {
    ended(newState);
  }

  /** Whoever waits for it to stop may go on; its end is told already. */
  synchronized void restartCancelled() {
    replace(state.restartCancelled());
  }

  /** From now on its user's start counts, not its policy's. */
  synchronized void resetRestarts() {
    restartPace.reset();
    state = state.withRestarts(0);
  }

  synchronized void ended(ContainerState newState) {
    paused = false;
    PidFd old = process;
    process = null;
    exits++;
    lastExitCode = newState.exitCode();
    io.renew();
    replace(newState);
    if (old != null) {
      old.close();
    }
  }

  synchronized void removing() {
    replace(state.removing());
  }

  /** What its probes found; null where it was never probed. */
  @Nullable Health health() {
    return health;
  }

  void health(Health newHealth) {
    health = newHealth;
    try {
      files.save(id(), newHealth);
    } catch (JdockException unwritten) {
      // The next probe tells the next engine.
      return;
    }
  }

  synchronized void monitor(HealthMonitor newMonitor) {
    monitor = newMonitor;
  }

  /** Ends its probes; for an engine that leaves, too. */
  synchronized void stopMonitor() {
    if (monitor != null) {
      monitor.stop();
      monitor = null;
    }
  }

  /**
   * What has happened has happened, whether a full disk lets it be written down or not: a later
   * engine finds out by looking at the process, and brings a removal to its end.
   */
  private void replace(ContainerState newState) {
    state = newState;
    notifyAll();
    try {
      files.save(id(), newState);
    } catch (JdockException unwritten) {
      return;
    }
  }

  /** Its files are gone. */
  synchronized void removed() {
    removed = true;
    notifyAll();
  }

  /** Some of its files are still there: it can be removed again. */
  synchronized void removalFailed(Throwable failure) {
    removalFailure = String.valueOf(failure.getMessage());
    replace(state.dead());
  }

  boolean isRemoved() {
    return removed;
  }

  /** Whether it is gone, or about to be: its files may be missing. */
  boolean isGoing() {
    return removed || state.status() == ContainerState.Status.REMOVING;
  }

  /** Lets go of a process that runs on, for the next engine to take up. */
  synchronized void release() {
    io.release();
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** A count that changes with every end of its process. */
  synchronized int exits() {
    return exits;
  }

  /** Which run this is, or the next one when it does not run. */
  synchronized int currentRun() {
    return state.running() ? runs : runs + 1;
  }

  /** Waits until a run has begun or failed; whether it is that one which runs now. */
  synchronized boolean awaitStarted(int run) throws InterruptedException {
    while (runs < run && !removed) {
      wait();
    }
    return runs == run && state.running();
  }

  /** A run's streams: of the one that runs now, or of the next one. */
  record Outputs(int run, Fanout stdout, Fanout stderr) {}

  synchronized Outputs outputs() {
    return new Outputs(state.running() ? runs : runs + 1, io.stdout(), io.stderr());
  }

  /**
   * Waits until it has no process, or had none for a moment since the given count; its exit code
   * then.
   */
  synchronized int awaitPause(int since) throws InterruptedException {
    while (state.active() && exits == since && !removed) {
      wait();
    }
    return exits == since ? state.exitCode() : lastExitCode;
  }

  /** Waits until it does not run and is not to run again; its exit code. */
  synchronized int awaitNotRunning() throws InterruptedException {
    while (state.active() && !removed) {
      wait();
    }
    return state.exitCode();
  }

  /** Waits for an end after the given count; the exit code, though it may run again already. */
  synchronized int awaitExit(int since) throws InterruptedException {
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
  synchronized int awaitRemoved() throws InterruptedException {
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
  synchronized boolean awaitNotRunning(long millis) throws InterruptedException {
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
