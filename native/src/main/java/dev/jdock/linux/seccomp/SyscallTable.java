package dev.jdock.linux.seccomp;

import dev.jdock.linux.file.PackedFiles;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Names and numbers of one architecture's system calls, from the kernel's headers.
 *
 * @param numbers numbers by name
 */
record SyscallTable(Map<String, Integer> numbers) {

  SyscallTable {
    numbers = Map.copyOf(numbers);
  }

  static SyscallTable of(Architecture architecture) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String line : resource("syscalls-" + architecture.tableName() + ".txt").lines().toList()) {
      int space = line.indexOf(' ');
      numbers.put(line.substring(space + 1), Integer.valueOf(line.substring(0, space)));
    }
    return new SyscallTable(numbers);
  }

  /** The number, or nothing where the architecture has no call of that name. */
  OptionalInt number(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  static String resource(String name) {
    String text = PackedFiles.text(SyscallTable.class, name);
    if (text == null) {
      throw new IllegalStateException("missing resource " + name);
    }
    return text;
  }
}
