package dev.jdock.linux.libc;

import com.google.errorprone.annotations.MustBeClosed;
import com.kenai.jffi.MemoryIO;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import jnr.ffi.Pointer;

/**
 * Zeroed native memory for the arguments of system calls, valid from {@link #allocate} until {@link
 * #close}, independently of the garbage collector. (A binding takes the address of an argument
 * before it makes the call. The collector could free its own memory in between, while the kernel is
 * about to write into it.)
 *
 * <p>The compiler refuses memory that is not closed at the end of a try block. Memory in a field is
 * {@link #owned} by the field's object, which closes it.
 */
public final class Memory implements AutoCloseable {
  private static final MemoryIO HEAP = MemoryIO.getInstance();
  private static final long FREED = 0;

  private final AtomicLong address;
  private final int size;

  private Memory(int size) {
    this.size = size;
    long allocated = HEAP.allocateMemory(Math.max(1, size), true);
    if (allocated == FREED) {
      throw new OutOfMemoryError("no native memory for " + size + " bytes");
    }
    this.address = new AtomicLong(allocated);
  }

  /** {@code bytes} zeros, for as long as a try block lasts. */
  @MustBeClosed
  public static Memory allocate(int bytes) {
    return new Memory(bytes);
  }

  /** A copy of {@code bytes}, for as long as a try block lasts. */
  @MustBeClosed
  public static Memory of(byte[] bytes) {
    Memory memory = new Memory(bytes.length);
    memory.pointer().put(0, bytes, 0, bytes.length);
    return memory;
  }

  /** {@code text} in UTF-8 with a NUL behind it, for as long as a try block lasts. */
  @MustBeClosed
  public static Memory string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = new Memory(bytes.length + 1);
    memory.pointer().put(0, bytes, 0, bytes.length);
    return memory;
  }

  /** {@code bytes} zeros for a field of an object that is closed itself, and then closes this. */
  public static Memory owned(int bytes) {
    return new Memory(bytes);
  }

  /**
   * Where it is, for the calls that take it and for what is written and read there. Not to be kept
   * beyond {@link #close}.
   */
  public Pointer pointer() {
    long current = address.get();
    if (current == FREED) {
      throw new IllegalStateException("native memory is freed");
    }
    return Pointer.wrap(C.RUNTIME, current, size);
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  /** free(3); a second call does nothing. Not while a call uses the memory. */
  @Override
  public void close() {
    long current = address.getAndSet(FREED);
    if (current != FREED) {
      HEAP.freeMemory(current);
    }
  }
}
