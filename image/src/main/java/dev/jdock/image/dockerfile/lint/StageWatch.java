package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Instruction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hears what the instructions of stages take from outside. */
public interface StageWatch {
  /** Nobody is interested. */
  StageWatch NONE =
      new StageWatch() {
        @Override
        public void argument(
            int stage,
            Instruction.Arg arg,
            Instruction.Definition argument,
            @Nullable String value) {}

        @Override
        public void mount(int stage, Instruction.Run run, Map<String, String> options) {}
      };

  /**
   * @param stage its index
   * @param value null for an argument without one, or with that of before the first FROM
   */
  void argument(
      int stage, Instruction.Arg arg, Instruction.Definition argument, @Nullable String value);

  /**
   * @param options by name, variables replaced
   */
  void mount(int stage, Instruction.Run run, Map<String, String> options);
}
