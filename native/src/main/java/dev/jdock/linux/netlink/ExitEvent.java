package dev.jdock.linux.netlink;

import dev.jdock.linux.bpf.BpfInstruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A thread's end, as the kernel tells it: {@code struct nlmsghdr}, {@code struct cn_msg}, {@code
 * struct proc_event} (linux/cn_proc.h).
 *
 * @param process the thread group
 * @param status as wait(2) has it
 */
record ExitEvent(int process, int status) {
  /** More than any event of processes has. */
  static final int SIZE = 256;

  private static final int WHAT = 36;
  private static final int PID = 52;
  private static final int TGID = 56;
  private static final int EXIT_CODE = 60;
  private static final int PROC_EVENT_EXIT = 0x80000000;

  /**
   * A socket may have 20 KiB of filters and the like before Linux 6.7 (net.core.optmem_max), at
   * three instructions of the kernel's own for each process, and while one filter takes the place
   * of another it has both.
   */
  private static final int MOST_PROCESSES = 400;

  private static final int PASS = -1;
  private static final int DROP = 0;

  /** Empty for any other event. */
  static Optional<ExitEvent> read(byte[] message) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
    return message.length < EXIT_CODE + Integer.BYTES || bytes.getInt(WHAT) != PROC_EVENT_EXIT
        ? Optional.empty()
        : Optional.of(new ExitEvent(bytes.getInt(TGID), bytes.getInt(EXIT_CODE)));
  }

  /**
   * A socket's filter that lets through what says how one of {@code processes} ends: the end of its
   * first thread, and of any thread with another code than 0, as all have when one of them ends the
   * process. Threads that come and go do not fill the socket. Of too many processes it lets the
   * ends of all others through, too.
   */
  static List<BpfInstruction> filter(Collection<Integer> processes) {
    List<BpfInstruction> code = new ArrayList<>();
    code.add(BpfInstruction.load(WHAT));
    code.add(new BpfInstruction(BpfInstruction.JUMP_EQUAL, 1, 0, loaded(PROC_EVENT_EXIT)));
    code.add(BpfInstruction.returning(DROP));
    code.add(BpfInstruction.load(TGID));
    if (processes.size() <= MOST_PROCESSES) {
      code.addAll(oneOf(processes));
    }
    code.add(new BpfInstruction(BpfInstruction.KEEP, 0, 0, 0));
    code.add(BpfInstruction.load(EXIT_CODE));
    code.add(new BpfInstruction(BpfInstruction.JUMP_EQUAL, 0, 2, 0));
    code.add(BpfInstruction.load(PID));
    code.add(new BpfInstruction(BpfInstruction.JUMP_EQUAL_KEPT, 0, 1, 0));
    code.add(BpfInstruction.returning(PASS));
    code.add(BpfInstruction.returning(DROP));
    return code;
  }

  /** Goes on behind its end if one is loaded. */
  private static List<BpfInstruction> oneOf(Collection<Integer> processes) {
    List<BpfInstruction> code = new ArrayList<>();
    int behind = 2 * processes.size();
    for (int process : processes) {
      behind -= 2;
      code.add(new BpfInstruction(BpfInstruction.JUMP_EQUAL, 0, 1, loaded(process)));
      code.add(BpfInstruction.jump(behind + 1));
    }
    code.add(BpfInstruction.returning(DROP));
    return code;
  }

  /** What a load, which is in network order, makes of a number. */
  private static int loaded(int value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }
}
