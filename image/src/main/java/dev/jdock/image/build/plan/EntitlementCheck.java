package dev.jdock.image.build.plan;

import dev.jdock.image.build.Entitlement;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.error.JdockException;
import java.util.Set;

/** Refuses a graph whose steps want more than the build's caller allows. */
public final class EntitlementCheck {
  private EntitlementCheck() {}

  /**
   * Checks all steps, before the first of them is carried out.
   *
   * @throws JdockException FORBIDDEN in BuildKit's words
   */
  public static void check(BuildGraph graph, Set<Entitlement> allowed) {
    for (BuildGraph.Node node : graph.nodes()) {
      for (BuildGraph.Step step : node.steps()) {
        if (step.instruction() instanceof Instruction.Run run) {
          check(run, allowed);
        }
      }
    }
  }

  private static void check(Instruction.Run run, Set<Entitlement> allowed) {
    if (run.sandbox().network().equals("host")) {
      require(Entitlement.NETWORK_HOST, allowed);
    }
    if (run.sandbox().insecure()) {
      require(Entitlement.SECURITY_INSECURE, allowed);
    }
  }

  private static void require(Entitlement wanted, Set<Entitlement> allowed) {
    if (!allowed.contains(wanted)) {
      throw new JdockException(
          JdockException.Kind.FORBIDDEN,
          "failed to load LLB: " + wanted.text() + " is not allowed");
    }
  }
}
