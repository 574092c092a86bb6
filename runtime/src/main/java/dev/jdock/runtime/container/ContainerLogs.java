package dev.jdock.runtime.container;

import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.log.ContainerLog;
import dev.jdock.runtime.log.LogSubject;
import java.time.Clock;

/** The logs of containers, as their records want them. */
public record ContainerLogs(ContainerFiles files, Clock clock) {
  /** For a start. */
  public ContainerLog open(Container container) {
    return ContainerLog.open(
        container.record().spec().logging(),
        subject(container.record()),
        files.log(container.id()),
        clock,
        container.io()::resume);
  }

  /** For a container that runs already. */
  public ContainerLog resume(Container container) {
    return ContainerLog.resume(
        container.record().spec().logging(),
        subject(container.record()),
        files.log(container.id()),
        clock,
        container.io()::resume);
  }

  private static LogSubject subject(ContainerRecord record) {
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
