package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Functions;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Value;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All functions of bake but {@code try}, {@code can} and {@code convert}. */
public final class StandardFunctions implements Functions {
  /** Nobody bakes with passwords; each would need a library of ciphers. */
  private static final Set<String> MISSING = Set.of("bcrypt", "rsadecrypt");

  private final Map<String, Builtin> builtins = new HashMap<>();

  /**
   * @param home the user's home directory
   * @param clock for {@code timestamp}
   */
  public StandardFunctions(String home, Clock clock) {
    builtins.putAll(NumberFunctions.all());
    builtins.putAll(TextFunctions.all());
    builtins.putAll(PatternFunctions.all());
    builtins.putAll(CollectionFunctions.all());
    builtins.putAll(SetFunctions.all());
    builtins.putAll(CodecFunctions.all());
    builtins.putAll(NetworkFunctions.all());
    builtins.putAll(TimeFunctions.all(clock));
    builtins.put("homedir", Builtin.of(0, a -> a.made(home)));
  }

  @Override
  public Value call(String name, List<Value> arguments, Site site) {
    Builtin builtin = builtins.get(name);
    if (builtin == null) {
      throw new HclException(
          site.range(),
          "Call to unknown function",
          MISSING.contains(name)
              ? "The function \"" + name + "\" is not supported yet."
              : "There is no function named \"" + name + "\".");
    }
    Functions.requireCount(name, arguments.size(), builtin.least(), builtin.most(), site.range());
    return builtin.body().apply(new Arguments(name, arguments, site));
  }
}
