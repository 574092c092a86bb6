package dev.jdock.image.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern with wildcards. All ways in which it may match are followed at once, so that it takes
 * the product of both lengths at most: with a regular expression, a pattern of some stars and a
 * name that nearly matches can take for ever.
 */
public final class Wildcards {
  private final List<Step> steps;

  private Wildcards(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** What a character, or any number of them, has to be. */
  private sealed interface Step {
    /** Whether it takes that character. */
    boolean takes(int character);

    /** One of a set. */
    record One(IntPredicate set) implements Step {
      @Override
      public boolean takes(int character) {
        return set.test(character);
      }
    }

    /** Any number of a set, none included. */
    record Many(IntPredicate set) implements Step {
      @Override
      public boolean takes(int character) {
        return set.test(character);
      }
    }

    /** The next two steps, or none of them. */
    record Optionally() implements Step {
      static final int STEPS = 2;

      @Override
      public boolean takes(int character) {
        return false;
      }
    }
  }

  /** Makes a pattern, from left to right. */
  public static final class Builder {
    private final List<Step> steps = new ArrayList<>();

    /** One character of a set of code points. */
    public Builder one(IntPredicate set) {
      steps.add(new Step.One(set));
      return this;
    }

    public Builder literal(int character) {
      return one(c -> c == character);
    }

    /** Any number of characters of a set. */
    public Builder many(IntPredicate set) {
      steps.add(new Step.Many(set));
      return this;
    }

    /** Nothing, or any number of characters with a literal behind them. */
    public Builder upTo(int literal) {
      steps.add(new Step.Optionally());
      return many(_ -> true).literal(literal);
    }

    public Wildcards build() {
      return new Wildcards(steps);
    }
  }

  /** The same from right to left, of single characters and any numbers of them. */
  public Wildcards reversed() {
    List<Step> backwards = new ArrayList<>(steps);
    Collections.reverse(backwards);
    return new Wildcards(backwards);
  }

  public boolean matches(String text) {
    int[] characters = text.codePoints().toArray();
    return end(characters, 0, true) == characters.length;
  }

  /**
   * Where a match that begins at {@code start} ends.
   *
   * @param longest the last such place, or the first
   * @return -1 for no match
   */
  public int end(int[] text, int start, boolean longest) {
    BitSet at = new BitSet(steps.size() + 1);
    at.set(0);
    goOn(at);
    int found = -1;
    for (int i = start; ; i++) {
      if (at.get(steps.size())) {
        found = i;
        if (!longest) {
          return found;
        }
      }
      if (i == text.length || at.isEmpty()) {
        return found;
      }
      at = after(at, text[i]);
    }
  }

  /** The steps that follow after a character was matched. */
  private BitSet after(BitSet at, int character) {
    BitSet next = new BitSet(steps.size() + 1);
    for (int i = at.nextSetBit(0); i >= 0 && i < steps.size(); i = at.nextSetBit(i + 1)) {
      Step step = steps.get(i);
      if (step.takes(character)) {
        next.set(step instanceof Step.Many ? i : i + 1);
      }
    }
    goOn(next);
    return next;
  }

  /** Adds the steps that are reached without a character. */
  private void goOn(BitSet at) {
    for (int i = at.nextSetBit(0); i >= 0 && i < steps.size(); i = at.nextSetBit(i + 1)) {
      switch (steps.get(i)) {
        case Step.One _ -> {}
        case Step.Many _ -> at.set(i + 1);
        case Step.Optionally _ -> {
          at.set(i + 1);
          at.set(i + 1 + Step.Optionally.STEPS);
        }
      }
    }
  }
}
