package dev.jdock.linux.libc;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Calls of C functions by jffi, jnr-ffi's native half, for the class that the build writes for
 * {@link LibC}. All arguments are passed as 64 bits: so x86-64 and aarch64 pass whole numbers and
 * addresses, and a function looks at the lower half of a register where it wants an int. errno is
 * kept for the calling thread.
 */
final class NativeCall {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();
  private static final Invoker INVOKER = Invoker.getInstance();
  private static final Library LIBRARY = Library.openLibrary("libc.so.6", Library.LAZY);
  private static final int MOST_ARGUMENTS = 6;
  private static final CallContext[] CONTEXTS = new CallContext[MOST_ARGUMENTS + 1];

  static {
    for (int count = 0; count <= MOST_ARGUMENTS; count++) {
      Type[] types = new Type[count];
      Arrays.fill(types, Type.SINT64);
      CONTEXTS[count] =
          CallContext.getCallContext(Type.SINT64, types, CallingConvention.DEFAULT, true);
    }
  }

  private NativeCall() {}

  /** The address of a function; 0 where this C library has none of that name. */
  static long find(String name) {
    return LIBRARY.getSymbolAddress(name);
  }

  static long call(long function) {
    return INVOKER.invokeN0(CONTEXTS[0], present(function));
  }

  static long call(long function, long a) {
    return INVOKER.invokeN1(CONTEXTS[1], present(function), a);
  }

  static long call(long function, long a, long b) {
    return INVOKER.invokeN2(CONTEXTS[2], present(function), a, b);
  }

  static long call(long function, long a, long b, long c) {
    return INVOKER.invokeN3(CONTEXTS[3], present(function), a, b, c);
  }

  static long call(long function, long a, long b, long c, long d) {
    return INVOKER.invokeN4(CONTEXTS[4], present(function), a, b, c, d);
  }

  static long call(long function, long a, long b, long c, long d, long e) {
    return INVOKER.invokeN5(CONTEXTS[5], present(function), a, b, c, d, e);
  }

  static long call(long function, long a, long b, long c, long d, long e, long f) {
    return INVOKER.invokeN6(CONTEXTS[6], present(function), a, b, c, d, e, f);
  }

  private static long present(long function) {
    if (function == 0) {
      throw new UnsatisfiedLinkError("the C library lacks a function that is called here");
    }
    return function;
  }

  static long address(@Nullable Pointer pointer) {
    return pointer == null ? 0 : pointer.address();
  }

  /** {@code text} in UTF-8 with a NUL behind it, until {@link #free}. */
  static long copy(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long memory = allocate(bytes.length + 1L);
    MEMORY.putByteArray(memory, bytes, 0, bytes.length);
    MEMORY.putByte(memory + bytes.length, (byte) 0);
    return memory;
  }

  static long copy(byte @Nullable [] bytes) {
    if (bytes == null) {
      return 0;
    }
    long memory = allocate(bytes.length);
    MEMORY.putByteArray(memory, bytes, 0, bytes.length);
    return memory;
  }

  /** Room for as many bytes. */
  static long room(byte @Nullable [] bytes) {
    return bytes == null ? 0 : allocate(bytes.length);
  }

  /** Room for as many numbers, zeros at first. */
  static long room(int[] numbers) {
    long memory = allocate((long) numbers.length * Integer.BYTES);
    MEMORY.putIntArray(memory, new int[numbers.length], 0, numbers.length);
    return memory;
  }

  /** The first {@code count} bytes, as a function says that has written there; none below 0. */
  static void fetch(long memory, byte @Nullable [] bytes, long count) {
    if (bytes != null && count > 0) {
      MEMORY.getByteArray(memory, bytes, 0, (int) Math.min(count, bytes.length));
    }
  }

  static void fetch(long memory, int[] numbers) {
    MEMORY.getIntArray(memory, numbers, 0, numbers.length);
  }

  private static long allocate(long size) {
    long memory = MEMORY.allocateMemory(Math.max(1, size), false);
    if (memory == 0) {
      throw new OutOfMemoryError("no native memory for " + size + " bytes");
    }
    return memory;
  }

  static void free(long memory) {
    if (memory != 0) {
      MEMORY.freeMemory(memory);
    }
  }
}
