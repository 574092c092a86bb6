package dev.jdock.image.build.plan;

import dev.jdock.image.build.Platform;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The build arguments of a build: those given, those before the first FROM, and those that every
 * build has.
 */
public final class BuildArguments {
  private static final Set<String> PROXIES =
      Set.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy");

  private final Map<String, String> given;
  private final Map<String, String> global = new LinkedHashMap<>();
  private final Set<String> consumed = new HashSet<>();

  public BuildArguments(Map<String, String> given, Platform target, String targetStage) {
    this.given = given;
    predefine("BUILD", Platform.local());
    predefine("TARGET", target);
    define("TARGETSTAGE", targetStage);
    given.keySet().stream()
        .filter(name -> isProxy(name) || name.startsWith("BUILDKIT_"))
        .forEach(consumed::add);
    consumed.add("SOURCE_DATE_EPOCH");
  }

  private void predefine(String prefix, Platform platform) {
    define(prefix + "PLATFORM", platform.toString());
    define(prefix + "OS", platform.os());
    define(prefix + "OSVERSION", "");
    define(prefix + "ARCH", platform.architecture());
    define(prefix + "VARIANT", platform.variant() == null ? "" : platform.variant());
  }

  private void define(String name, String value) {
    global.put(name, given.getOrDefault(name, value));
    consumed.add(name);
  }

  /** Whether steps have it without an ARG. */
  public static boolean isProxy(String name) {
    return PROXIES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** ARG before the first FROM. */
  public void declareGlobal(Instruction.Arg arg, Expander expander) {
    for (Instruction.Definition definition : arg.definitions()) {
      String value = given(definition.name());
      if (value == null && definition.value() != null) {
        value = expander.expand(definition.value(), global::get);
      }
      if (value != null) {
        global.put(definition.name(), value);
      }
    }
  }

  /** What FROM sees so far. */
  Map<String, String> globals() {
    return new LinkedHashMap<>(global);
  }

  /** For variables in FROM. */
  public @Nullable String global(String name) {
    return global.get(name);
  }

  /** A value from the command line, which is marked as used. */
  public @Nullable String given(String name) {
    consumed.add(name);
    return given.get(name);
  }

  /**
   * Proxies reach RUN undeclared, by their names in both cases, and are no part of a cache key or a
   * history. Of two values of one proxy that of the name in lower case counts.
   */
  public List<String> proxyEnvironment() {
    Map<String, String> proxies = new TreeMap<>();
    for (String name : new TreeSet<>(given.keySet())) {
      String value = given.getOrDefault(name, "");
      if (isProxy(name) && !value.isEmpty()) {
        proxies.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    var result = new ArrayList<String>();
    proxies.forEach((name, value) -> {
      result.add(name.toUpperCase(Locale.ROOT) + "=" + value);
      result.add(name + "=" + value);
    });
    return result;
  }

  public List<String> unconsumed() {
    return given.keySet().stream().filter(name -> !consumed.contains(name)).sorted().toList();
  }
}
