package dev.jdock.linux.deflate;

import dev.jdock.linux.libc.Memory;
import java.util.zip.DataFormatException;
import jnr.ffi.Pointer;

/** {@link Isal}'s; offsets are those of {@code struct inflate_state}. */
final class IsalInflater implements RawInflater {
  private static final int STATE_BYTES = 128 * 1024; // 87,368 in 2.30
  private static final int NEXT_OUT = 0;
  private static final int AVAILABLE_OUT = 8;
  private static final int NEXT_IN = 16;
  private static final int AVAILABLE_IN = 32;
  private static final int READ_IN_BITS = 36;
  private static final int BLOCK_STATE = 21160;
  private static final int FINISHED = 5;
  private static final int IN = 64 * 1024;
  private static final int OUT = 128 * 1024;

  private final IsalLibrary library;
  private final Memory stateMemory = Memory.owned(STATE_BYTES);
  private final Memory in = Memory.owned(IN);
  private final Memory out = Memory.owned(OUT);
  private final Pointer state = stateMemory.pointer();
  // What does not fit into native memory yet.
  private byte[] waiting = new byte[0];
  private int waitingAt;
  private int waitingEnd;

  IsalInflater(IsalLibrary library) {
    this.library = library;
    reset();
  }

  @Override
  public void input(byte[] bytes, int offset, int length) {
    waiting = bytes;
    waitingAt = offset;
    waitingEnd = offset + length;
  }

  @Override
  public int inflate(byte[] target, int offset, int length) throws DataFormatException {
    int count = 0;
    while (count == 0 && !finished()) {
      boolean more = load();
      count = run(Math.min(length, OUT));
      if (count == 0 && !more) {
        break;
      }
    }
    out.pointer().get(0, target, offset, count);
    return count;
  }

  /** False when there is no more to be loaded than there was. */
  private boolean load() {
    if (state.getInt(AVAILABLE_IN) > 0 || waitingAt == waitingEnd) {
      return false;
    }
    int count = Math.min(IN, waitingEnd - waitingAt);
    in.pointer().put(0, waiting, waitingAt, count);
    waitingAt += count;
    state.putLong(NEXT_IN, in.pointer().address());
    state.putInt(AVAILABLE_IN, count);
    return true;
  }

  private int run(int room) throws DataFormatException {
    state.putLong(NEXT_OUT, out.pointer().address());
    state.putInt(AVAILABLE_OUT, room);
    int result = library.isal_inflate(state);
    if (result < 0) {
      throw new DataFormatException(reason(result));
    }
    return room - state.getInt(AVAILABLE_OUT);
  }

  /** In zlib's words. */
  private static String reason(int result) {
    return switch (result) {
      case -1 -> "invalid block type";
      case -2 -> "invalid code";
      case -3 -> "invalid distance too far back";
      default -> "invalid data";
    };
  }

  @Override
  public boolean finished() {
    return state.getInt(BLOCK_STATE) == FINISHED;
  }

  @Override
  public int unused() {
    return waitingEnd - waitingAt + state.getInt(AVAILABLE_IN) + state.getInt(READ_IN_BITS) / 8;
  }

  @Override
  public void reset() {
    library.isal_inflate_init(state);
    state.putInt(AVAILABLE_IN, 0);
    waitingAt = waitingEnd;
  }

  @Override
  public void close() {
    stateMemory.close();
    in.close();
    out.close();
    waiting = new byte[0];
    waitingAt = 0;
    waitingEnd = 0;
  }
}
