package dev.jdock.image.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The smallest Linux programs that greet: an ELF header, one program header, a few instructions and
 * the text (elf(5)). They need no library, no interpreter and no file.
 */
final class StaticElf {
  private static final int ELF_HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int CODE_OFFSET = ELF_HEADER_SIZE + PROGRAM_HEADER_SIZE;

  /**
   * Where the file is mapped; any address that is free and a multiple of the page size would do.
   */
  private static final long BASE = 0x400000;

  /** The largest page size of either architecture: aarch64 knows pages of 64 KiB. */
  private static final long ALIGNMENT = 0x10000;

  private static final short ET_EXEC = 2;
  private static final short EM_X86_64 = 62;
  private static final short EM_AARCH64 = 183;
  private static final int PT_LOAD = 1;
  private static final int PF_X = 1;
  private static final int PF_R = 4;

  private StaticElf() {}

  /** A program for x86-64 that writes {@code text} to standard output and exits with 0. */
  static byte[] x86(byte[] text) {
    ByteBuffer code = littleEndian(64);
    code.put((byte) 0xB8).putInt(1); // mov eax, 1           write(
    code.put((byte) 0xBF).putInt(1); // mov edi, 1             standard output,
    code.put((byte) 0xBE); //           mov esi, text          its address,
    int address = code.position();
    code.putInt(0);
    code.put((byte) 0xBA).putInt(text.length); // mov edx, n   its length)
    code.putShort((short) 0x050F); //   syscall
    code.put((byte) 0xB8).putInt(231); // mov eax, 231       exit_group(
    code.putShort((short) 0xFF31); //   xor edi, edi           0)
    code.putShort((short) 0x050F); //   syscall
    code.putInt(address, (int) BASE + CODE_OFFSET + code.position());
    return elf(EM_X86_64, code, text);
  }

  /** The same for aarch64, whose instructions are words of 32 bits. */
  static byte[] aarch64(byte[] text) {
    int words = 8;
    ByteBuffer code = littleEndian(words * Integer.BYTES);
    code.putInt(movz(0, 1)); //                          mov x0, #1      write(standard output,
    code.putInt(adr(1, (words - 1) * Integer.BYTES)); // adr x1, text      its address,
    code.putInt(movz(2, text.length)); //                mov x2, #n        its length)
    code.putInt(movz(8, 64)); //                         mov x8, #64
    code.putInt(0xD4000001); //                          svc #0
    code.putInt(movz(0, 0)); //                          mov x0, #0      exit_group(0)
    code.putInt(movz(8, 94)); //                         mov x8, #94
    code.putInt(0xD4000001); //                          svc #0
    return elf(EM_AARCH64, code, text);
  }

  /** {@code movz xN, #value}: a 16-bit immediate in bits 5 to 20. */
  private static int movz(int register, int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException("no 16-bit immediate: " + value);
    }
    return 0xD2800000 | value << 5 | register;
  }

  /** {@code adr xN, .+distance}: bits 0 and 1 of the distance in bits 29 and 30, the rest at 5. */
  private static int adr(int register, int distance) {
    return 0x10000000 | (distance & 3) << 29 | (distance >> 2) << 5 | register;
  }

  private static byte[] elf(short machine, ByteBuffer code, byte[] text) {
    int size = CODE_OFFSET + code.position() + text.length;
    byte[] bytes = new byte[size];
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}); // 64 bit, little-endian, version 1
    file.putLong(0); // e_ident's padding
    file.putShort(ET_EXEC).putShort(machine).putInt(1);
    file.putLong(BASE + CODE_OFFSET); // e_entry
    file.putLong(ELF_HEADER_SIZE); // e_phoff
    file.putLong(0).putInt(0); // no section headers, no flags
    file.putShort((short) ELF_HEADER_SIZE);
    file.putShort((short) PROGRAM_HEADER_SIZE).putShort((short) 1); // one program header
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0); // no sections
    file.putInt(PT_LOAD).putInt(PF_R | PF_X);
    file.putLong(0).putLong(BASE).putLong(BASE); // the whole file, at BASE
    file.putLong(size).putLong(size).putLong(ALIGNMENT);
    file.put(code.flip()).put(text);
    return bytes;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
