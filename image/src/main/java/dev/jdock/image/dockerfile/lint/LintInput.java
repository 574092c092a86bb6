package dev.jdock.image.dockerfile.lint;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What a stage's instructions see from outside.
 *
 * @param given build arguments of the command line
 * @param global arguments that FROM sees, the predefined ones among them
 * @param ignored whether {@code .dockerignore} excludes a path below the context
 * @param watch hears what they take
 */
public record LintInput(
    Map<String, String> given,
    Map<String, String> global,
    Predicate<String> ignored,
    StageWatch watch) {}
