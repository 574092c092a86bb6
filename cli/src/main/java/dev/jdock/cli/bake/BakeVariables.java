package dev.jdock.cli.bake;

import dev.jdock.image.text.GoBool;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values from outside of the files.
 *
 * @param builtin those that every bake has, which no file changes
 * @param environment the user's variables, which change those of the files
 */
public record BakeVariables(Map<String, String> builtin, Map<String, String> environment) {
  private static final String DISABLED = "BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP";

  @Nullable String override(String name) {
    return lookupAllowed() ? environment.get(name) : null;
  }

  private boolean lookupAllowed() {
    String disabled = environment.getOrDefault(DISABLED, "");
    return !GoBool.isTrue(disabled);
  }

  /** What Compose files see. */
  Map<String, String> visible() {
    return lookupAllowed() ? environment : Map.of();
  }
}
