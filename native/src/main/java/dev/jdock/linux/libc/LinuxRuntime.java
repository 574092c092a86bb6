package dev.jdock.linux.libc;

import com.kenai.jffi.LastError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import jnr.ffi.NativeType;
import jnr.ffi.ObjectReferenceManager;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Type;
import jnr.ffi.TypeAlias;
import jnr.ffi.provider.BoundedMemoryIO;
import jnr.ffi.provider.ClosureManager;
import jnr.ffi.provider.MemoryManager;
import jnr.ffi.provider.jffi.AsmRuntime;

/**
 * What {@link LibC} needs of a runtime of jnr-ffi: pointers to memory whose address is known, and
 * errno. All else is jnr-ffi's own runtime, which is made when it is first asked for: its table of
 * C types takes a twentieth of the time that an engine has between {@code main} and its first
 * answer.
 */
final class LinuxRuntime extends Runtime {
  /** Of an address and of a C long: 64 bits, on all that jdock runs on. */
  private static final int WORD_BYTES = 8;

  private final Supplier<Runtime> whole;
  private final MemoryManager memory = new KnownMemory();

  /**
   * @param whole jnr-ffi's own runtime, asked for often
   */
  LinuxRuntime(Supplier<Runtime> whole) {
    this.whole = whole;
  }

  @Override
  public MemoryManager getMemoryManager() {
    return memory;
  }

  /** errno of this thread's last call of a function. */
  @Override
  public int getLastError() {
    return LastError.getInstance().get();
  }

  @Override
  public void setLastError(int error) {
    LastError.getInstance().set(error);
  }

  @Override
  public long addressMask() {
    return -1;
  }

  @Override
  public int addressSize() {
    return WORD_BYTES;
  }

  @Override
  public int longSize() {
    return WORD_BYTES;
  }

  @Override
  public ByteOrder byteOrder() {
    return ByteOrder.nativeOrder();
  }

  @Override
  public boolean isCompatible(Runtime other) {
    return other == this || whole.get().isCompatible(other);
  }

  @Override
  public Type findType(NativeType type) {
    return whole.get().findType(type);
  }

  @Override
  public Type findType(TypeAlias type) {
    return whole.get().findType(type);
  }

  @Override
  public ClosureManager getClosureManager() {
    return whole.get().getClosureManager();
  }

  @Override
  public <T> ObjectReferenceManager<T> newObjectReferenceManager() {
    return whole.get().newObjectReferenceManager();
  }

  /** Memory of somebody's own, such as {@link Memory}; what jnr-ffi allocates is its runtime's. */
  private final class KnownMemory implements MemoryManager {
    @Override
    public Pointer newPointer(long address) {
      return AsmRuntime.pointerValue(address, LinuxRuntime.this);
    }

    @Override
    public Pointer newPointer(long address, long size) {
      return new BoundedMemoryIO(newPointer(address), 0, size);
    }

    @Override
    public Pointer newPointer(ByteBuffer buffer) {
      return whole().newPointer(buffer);
    }

    @Override
    public Pointer newOpaquePointer(long address) {
      return whole().newOpaquePointer(address);
    }

    @Override
    public Pointer allocate(int size) {
      return whole().allocate(size);
    }

    @Override
    public Pointer allocateDirect(int size) {
      return whole().allocateDirect(size);
    }

    @Override
    public Pointer allocateDirect(long size) {
      return whole().allocateDirect(size);
    }

    @Override
    public Pointer allocateDirect(int size, boolean clear) {
      return whole().allocateDirect(size, clear);
    }

    @Override
    public Pointer allocateDirect(long size, boolean clear) {
      return whole().allocateDirect(size, clear);
    }

    @Override
    public Pointer allocateTemporary(int size, boolean clear) {
      return whole().allocateTemporary(size, clear);
    }

    private MemoryManager whole() {
      return whole.get().getMemoryManager();
    }
  }
}
