package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The arguments that FROM sees.
 *
 * @param values by name
 * @param names of those with a value, and of those that are declared without one
 */
record GlobalArguments(Map<String, String> values, Set<String> names) {

  /**
   * @param predefined those that every build has
   * @param given on the command line
   * @throws dev.jdock.image.error.JdockException for a default that cannot be expanded
   */
  static GlobalArguments of(
      Dockerfile dockerfile, Map<String, String> predefined, Map<String, String> given) {
    var expander = new Expander(dockerfile.escape());
    var values = new LinkedHashMap<>(predefined);
    var names = new LinkedHashSet<String>();
    for (Instruction.Arg arg : dockerfile.globalArguments()) {
      for (Instruction.Definition definition : arg.definitions()) {
        names.add(definition.name());
        String value = given.get(definition.name());
        if (value == null && definition.value() != null) {
          value = expander.expand(definition.value(), values::get);
        }
        if (value != null) {
          values.put(definition.name(), value);
        }
      }
    }
    names.addAll(values.keySet());
    return new GlobalArguments(values, names);
  }
}
