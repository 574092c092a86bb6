package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Exchange;
import dev.jdock.image.build.plan.BuildSteps;
import java.util.concurrent.atomic.AtomicReference;

/** Shows what is exchanged with the world outside as steps of a build. */
final class ShownSteps implements Exchange.Steps {
  private final BuildRequest request;
  private final BuildSteps steps;
  private final AtomicReference<String> name;

  /**
   * @param name by which the build is remembered, which the first step tells; empty for none
   */
  ShownSteps(BuildRequest request, BuildSteps steps, String name) {
    this.request = request;
    this.steps = steps;
    this.name = new AtomicReference<>(name);
  }

  @Override
  public <T> T run(String step, Exchange.Work<T> work) throws InterruptedException {
    return steps.run(
        step,
        vertex -> {
          String untold = name.getAndSet("");
          if (!untold.isEmpty()) {
            request.progress().part(vertex, "remembering build " + untold);
          }
          return work.run(text -> request.progress().part(vertex, text));
        });
  }

  @Override
  public void warn(String line) {
    request.progress().warning(BuildProgress.Warning.of(line));
  }
}
