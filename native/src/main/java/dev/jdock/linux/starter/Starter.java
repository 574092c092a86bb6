package dev.jdock.linux.starter;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Spawn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One process of a container on its way: a starter, and then its child. In this order: {@link
 * #spawn}, {@link #send}, {@link #awaitChild}, {@link #release}, {@link #awaitExecution}, {@link
 * #takeChild}; and {@link #abandon} at any point before the last, if something is wrong. One thread
 * at a time.
 *
 * <p>The starter inherits the namespaces of the thread that calls {@link #spawn}, which must be in
 * this process's own pid namespace and cgroups. A container's processes can reach the child from
 * its birth on (stop it, freeze it, kill it, trace it), so waiting is done in a way that an
 * interrupt ends.
 */
public final class Starter implements AutoCloseable {
  private static final int SIGKILL = 9;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int CONTROL = 3;

  private static final int ANSWERS_SIZE = 16;

  /** How long it takes at most to notice an interrupt. */
  private static final int SLICE_MILLIS = 50;

  /** How long a killed process may take to end before its end is left to the {@link Reaper}. */
  private static final int GRACE_MILLIS = 1000;

  private final ControlSocket control;
  private final int pid;
  private final PidFd process;
  private @Nullable Fd request;
  private boolean reaped;
  private @Nullable PidFd child;
  private boolean taken;

  /** Watches over processes that do not go at once, such as frozen ones. */
  @FunctionalInterface
  public interface Reaper {
    /** Calls {@code action}, which does not block, once the process of a pidfd has ended. */
    void onEnd(Fd process, Runnable action);
  }

  private Starter(ControlSocket control, int pid, PidFd process) {
    this.control = control;
    this.pid = pid;
    this.process = process;
  }

  /**
   * Starts one, which waits for its request.
   *
   * @param streams standard input, output and error; null for the host's /dev/null
   */
  public static Starter spawn(StarterProgram program, List<@Nullable Fd> streams) {
    ControlSocket control = ControlSocket.make();
    int pid = 0;
    try {
      pid = spawn(program, streams, control);
      PidFd process = PidFd.open(pid);
      control.closeTheirs();
      return new Starter(control, pid, process);
    } catch (Throwable e) {
      // It ends when nobody holds the other end of its line any more.
      control.close();
      if (pid != 0) {
        reap(pid);
      }
      throw e;
    }
  }

  private static int spawn(
      StarterProgram program, List<@Nullable Fd> streams, ControlSocket control) {
    Spawn spawn = new Spawn(program.path().toString(), List.of(StarterProgram.NAME), List.of());
    for (int i = 0; i < CONTROL; i++) {
      Fd stream = streams.get(i);
      if (stream == null) {
        spawn.open(i, "/dev/null", Fd.O_RDWR);
      } else {
        spawn.inherit(stream, i);
      }
    }
    try {
      return spawn.inherit(control.theirs(), CONTROL).changeDirectory("/").run();
    } catch (SyscallException e) {
      throw new SyscallException("posix_spawn", e.errno(), StarterProgram.NAME);
    }
  }

  private static void reap(int pid) {
    LIBC.kill(pid, SIGKILL);
    try (Memory info = Memory.allocate(128)) {
      LIBC.waitid(P_PID, pid, info.pointer(), WEXITED);
    }
  }

  /** The starter's, as this process sees it; for as long as its child is not awaited. */
  public int pid() {
    return pid;
  }

  /** Sends the request, with which the starter begins. */
  public void send(StartRequest wanted) {
    send(wanted.bytes(), wanted.descriptors());
  }

  void send(byte[] wanted, List<Fd> others) {
    Fd file = MemoryFile.shared("request", wanted);
    request = file;
    List<Fd> descriptors = new ArrayList<>(List.of(file));
    descriptors.addAll(others);
    control.send(descriptors);
  }

  /**
   * Waits until the starter has joined and set all that the request asks for, and has created a
   * child, which waits for {@link #release}. The starter itself has ended then.
   *
   * @return the child's pid, as this process sees it
   * @throws StarterException when it cannot; there is no child then
   * @throws InterruptedException when the calling thread is interrupted; to be abandoned then
   */
  public int awaitChild() throws InterruptedException {
    while (!process.awaitEnd(SLICE_MILLIS)) {
      throwInterrupt();
    }
    process.waitExit();
    reaped = true;
    Answers answers = answers();
    if (answers.child() == 0 && answers.step() == 0) {
      throw new StarterException(Step.REQUEST, Errno.ESRCH.number(), 0); // somebody has killed it
    }
    if (answers.child() == 0) {
      throw new StarterException(Step.of(answers.step()), answers.error(), answers.detail());
    }
    child = PidFd.open(answers.child());
    return answers.child();
  }

  /** Of {@code struct request}; all 0 where the starter was killed before it had any. */
  private record Answers(int child, int step, int error, int detail) {}

  private Answers answers() {
    Fd file = request;
    byte[] bytes = new byte[ANSWERS_SIZE];
    if (file == null || readAnswers(file, bytes) != ANSWERS_SIZE) {
      return new Answers(0, 0, 0, 0);
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return new Answers(fields.getInt(0), fields.getInt(4), fields.getInt(8), fields.getInt(12));
  }

  private static int readAnswers(Fd file, byte[] bytes) {
    file.seek(StartRequest.ANSWERS);
    return file.read(bytes);
  }

  private static void throwInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the start was broken off");
    }
  }

  /** Lets the child execute its program. */
  public void release() {
    control.send();
  }

  /**
   * Waits until the child has executed its program, or has ended.
   *
   * @throws StarterException when it cannot execute it
   * @throws InterruptedException when the calling thread is interrupted; to be abandoned then
   */
  public void awaitExecution() throws InterruptedException {
    try (Memory memory = Memory.allocate(16)) {
      Pointer poll = memory.pointer();
      poll.putInt(0, control.ours().number());
      poll.putShort(4, (short) 1);
      poll.putInt(8, required().fd().number());
      poll.putShort(12, (short) 1);
      while (LIBC.poll(poll, 2, SLICE_MILLIS) <= 0) {
        throwInterrupt();
      }
    }
    control.throwFailure();
  }

  /** The child's own descriptor; the caller closes it, and reaps it, from now on. */
  public PidFd takeChild() {
    PidFd own = required();
    taken = true;
    child = null;
    return own;
  }

  private PidFd required() {
    if (child == null) {
      throw new IllegalStateException("the starter has no child");
    }
    return child;
  }

  /** Whether the child was taken: there is nothing left to abandon. */
  public boolean isOver() {
    return taken;
  }

  /** The child, while it is not taken. */
  public PidFd child() {
    return required();
  }

  /**
   * Kills the starter and its child. A process that does not end at once, because it is frozen, is
   * reaped when it ends.
   */
  public void abandon(Reaper reaper) {
    control.close();
    if (reaped) {
      endChild(reaper, GRACE_MILLIS);
      return;
    }
    kill(process);
    if (process.awaitEnd(GRACE_MILLIS)) {
      endBoth(reaper, GRACE_MILLIS);
    } else {
      reaper.onEnd(process.fd(), () -> endBoth(reaper, 0));
    }
  }

  private void endBoth(Reaper reaper, int graceMillis) {
    try {
      process.waitExit();
      reaped = true;
      endChild(reaper, graceMillis);
    } finally {
      close();
    }
  }

  private void endChild(Reaper reaper, int graceMillis) {
    int born = child == null ? answers().child() : 0;
    close();
    PidFd last = child;
    if (last == null && born == 0) {
      return;
    }
    if (last == null) {
      try {
        last = PidFd.open(born);
      } catch (SyscallException noDescriptor) {
        // It is ours, so nobody else can have its pid: and its line is cut, so it ends.
        reap(born);
        return;
      }
    }
    child = null;
    PidFd ending = last;
    kill(ending);
    if (ending.awaitEnd(graceMillis)) {
      reapAndClose(ending);
    } else {
      reaper.onEnd(ending.fd(), () -> reapAndClose(ending));
    }
  }

  private static void reapAndClose(PidFd ended) {
    try (ended) {
      ended.waitExit();
    } catch (SyscallException reapedAlready) {
      // ECHILD.
      return;
    }
  }

  private static void kill(PidFd process) {
    try {
      process.sendSignal(SIGKILL);
    } catch (SyscallException ended) {
      // ESRCH.
      return;
    }
  }

  /** Closes the descriptors that were needed for the start. */
  @Override
  public void close() {
    control.close();
    if (reaped) {
      process.close();
      if (request != null) {
        request.close();
        request = null;
      }
    }
  }
}
