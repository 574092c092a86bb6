package dev.jdock.runtime.container;

import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.log.ContainerLog;
import dev.jdock.runtime.log.LogSubject;
import java.nio.file.Path;

/** The log of a container, as its record wants it. */
public final class LoggedContainer {
  private final ContainerRuntime runtime;
  private final Container container;

  public LoggedContainer(ContainerRuntime runtime, Container container) {
    this.runtime = runtime;
    this.container = container;
  }

  /** For a start. */
  public ContainerLog open() {
    return ContainerLog.open(
        container.record().spec().logging(),
        subject(),
        file(),
        runtime.clock(),
        container.io()::resume);
  }

  /** For one that runs already. */
  public ContainerLog resume() {
    return ContainerLog.resume(
        container.record().spec().logging(),
        subject(),
        file(),
        runtime.clock(),
        container.io()::resume);
  }

  private Path file() {
    return runtime.files().log(container.id());
  }

  private LogSubject subject() {
    ContainerRecord record = container.record();
    return new LogSubject(
        record.id(),
        record.name(),
        record.commandLine(),
        record.imageId(),
        record.spec().image(),
        record.created(),
        record.config().env(),
        record.config().labels(),
        record.spec().logging().options());
  }
}
