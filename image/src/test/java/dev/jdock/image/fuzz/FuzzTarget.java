package dev.jdock.image.fuzz;

import java.util.function.Consumer;

/**
 * A reader of what anybody may have written, as a fuzzer and the replay of its corpus call it. It
 * has a constructor without parameters; one object reads many inputs, one after the other.
 */
public interface FuzzTarget {

  /**
   * Reads one input. A {@link dev.jdock.image.error.JdockException} says that the input is wrong;
   * whatever else is thrown is a fault of jdock's.
   *
   * @param told takes every message that a user gets in another way
   */
  void read(byte[] input, Consumer<String> told) throws Exception;
}
