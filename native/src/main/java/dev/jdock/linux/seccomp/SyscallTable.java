package dev.jdock.linux.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names and numbers of one architecture's system calls, from the kernel's headers.
 *
 * @param numbers numbers by name
 */
record SyscallTable(SortedMap<String, Integer> numbers) {

  SyscallTable {
    numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
  }

  static SyscallTable of(Architecture architecture) {
    SortedMap<String, Integer> numbers = new TreeMap<>();
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
    try (InputStream in = SyscallTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
