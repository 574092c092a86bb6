package dev.jdock.linux.deflate;

import dev.jdock.linux.libc.C;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Intel's ISA-L, two to three times as quick as zlib on x86-64 and aarch64: Debian's {@code
 * libisal2}. Offsets are those of {@code struct inflate_state} in version 2 of its library; {@link
 * #isAvailable} tries them out.
 */
final class IsalInflater implements RawInflater {
  private static final String NAME = "libisal.so.2";
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
  private final Pointer state = C.allocate(STATE_BYTES);
  private final Pointer in = C.allocate(IN);
  private final Pointer out = C.allocate(OUT);
  // What does not fit into native memory yet.
  private byte[] waiting = new byte[0];
  private int waitingAt;
  private int waitingEnd;

  IsalInflater() {
    this(Library.loaded());
  }

  private IsalInflater(IsalLibrary library) {
    this.library = library;
    reset();
  }

  /** Whether the library is installed and does what is expected of it. */
  static boolean isAvailable() {
    return Library.FOUND != null;
  }

  /** Loaded when the first stream is inflated. */
  private static final class Library {
    static final @Nullable IsalLibrary FOUND = load();

    private Library() {}

    static IsalLibrary loaded() {
      if (FOUND == null) {
        throw new IllegalStateException("no " + NAME);
      }
      return FOUND;
    }

    private static @Nullable IsalLibrary load() {
      try {
        IsalLibrary library = LibraryLoader.create(IsalLibrary.class).load(NAME);
        return works(library) ? library : null;
      } catch (LinkageError e) {
        return null;
      }
    }

    /** A version with another structure would neither finish nor count right. */
    private static boolean works(IsalLibrary library) {
      byte[] content = "version ".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      byte[] deflated = new byte[1000];
      int length;
      try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
        deflater.setInput(content);
        deflater.finish();
        length = deflater.deflate(deflated);
      }
      byte[] result = new byte[content.length];
      try (IsalInflater inflater = new IsalInflater(library)) {
        int first = length / 2;
        inflater.input(deflated, 0, first);
        int count = 0;
        for (int read; (read = inflater.inflate(result, count, result.length - count)) > 0; ) {
          count += read;
        }
        boolean early = inflater.finished();
        inflater.input(deflated, first, length + 3 - first);
        for (int read; (read = inflater.inflate(result, count, result.length - count)) > 0; ) {
          count += read;
        }
        return !early
            && count == content.length
            && inflater.finished()
            && inflater.unused() == 3
            && Arrays.equals(result, content);
      } catch (DataFormatException e) {
        return false;
      }
    }
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
    out.get(0, target, offset, count);
    return count;
  }

  /** False when there is no more to be loaded than there was. */
  private boolean load() {
    if (state.getInt(AVAILABLE_IN) > 0 || waitingAt == waitingEnd) {
      return false;
    }
    int count = Math.min(IN, waitingEnd - waitingAt);
    in.put(0, waiting, waitingAt, count);
    waitingAt += count;
    state.putLong(NEXT_IN, in.address());
    state.putInt(AVAILABLE_IN, count);
    return true;
  }

  private int run(int room) throws DataFormatException {
    state.putLong(NEXT_OUT, out.address());
    state.putInt(AVAILABLE_OUT, room);
    int result;
    try {
      result = library.isal_inflate(state);
    } finally {
      Reference.reachabilityFence(this);
    }
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
    // Native memory goes with this object.
    waiting = new byte[0];
    waitingAt = 0;
    waitingEnd = 0;
  }
}
