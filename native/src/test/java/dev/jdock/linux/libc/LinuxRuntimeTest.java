package dev.jdock.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import jnr.ffi.NativeType;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.TypeAlias;
import jnr.ffi.provider.jffi.NativeRuntime;
import org.junit.jupiter.api.Test;

class LinuxRuntimeTest {
  private final Runtime alone =
      new LinuxRuntime(() -> {
        throw new AssertionError("jnr-ffi's own runtime is made");
      });

  private final Runtime whole = NativeRuntime.getInstance();
  private final Runtime both = new LinuxRuntime(() -> whole);

  @Test
  void memoryOfAKnownAddressNeedsNoOther() {
    try (Memory memory = Memory.of(new byte[] {1, 0, 0, 0, 2, 0, 0, 0})) {
      Pointer pointer = alone.getMemoryManager().newPointer(memory.pointer().address(), 8);
      assertThat(pointer.getInt(0)).isEqualTo(1);
      assertThat(pointer.slice(4).getInt(0)).isEqualTo(2);
      pointer.putLong(0, 3);
      assertThat(memory.pointer().getLong(0)).isEqualTo(3);
      assertThat(pointer.isDirect()).isTrue();
      assertThatThrownBy(() -> pointer.putInt(5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> pointer.getByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void errorsNeedNoOther() {
    alone.setLastError(17);
    assertThat(alone.getLastError()).isEqualTo(17);
    assertThat(whole.getLastError()).isEqualTo(17);
  }

  @Test
  void sizesAreThoseOfTheMachine() {
    assertThat(alone.addressSize()).isEqualTo(whole.addressSize());
    assertThat(alone.longSize()).isEqualTo(whole.longSize());
    assertThat(alone.addressMask()).isEqualTo(whole.addressMask());
    assertThat(alone.byteOrder()).isEqualTo(whole.byteOrder());
  }

  @Test
  void allElseIsJnrFfisOwn() {
    for (NativeType type : NativeType.values()) {
      assertThat(both.findType(type)).as(type.name()).isSameAs(whole.findType(type));
    }
    for (TypeAlias type : TypeAlias.values()) {
      assertThat(both.findType(type)).as(type.name()).isSameAs(whole.findType(type));
    }
    assertThat(both.getClosureManager()).isSameAs(whole.getClosureManager());
    assertThat(both.newObjectReferenceManager()).isNotNull();
    assertThat(both.isCompatible(both)).isTrue();
    assertThat(both.isCompatible(whole)).isTrue();
  }

  @Test
  void memoryThatIsAllocatedIsJnrFfisOwn() {
    var memory = both.getMemoryManager();
    assertThat(memory.allocateDirect(8).getLong(0)).isZero();
    assertThat(memory.allocateDirect(8L).getLong(0)).isZero();
    assertThat(memory.allocateDirect(8, true).getLong(0)).isZero();
    assertThat(memory.allocateDirect(8L, true).getLong(0)).isZero();
    assertThat(memory.allocateTemporary(8, true).getLong(0)).isZero();
    assertThat(memory.allocate(8).hasArray()).isTrue();
    assertThat(memory.newPointer(ByteBuffer.allocate(8).putLong(0, 5)).size()).isEqualTo(8);
    assertThat(memory.newOpaquePointer(5).address()).isEqualTo(5);
  }
}
