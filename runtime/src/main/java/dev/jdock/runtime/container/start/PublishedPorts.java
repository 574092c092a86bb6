package dev.jdock.runtime.container.start;

import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ExposedPort;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.List;

/** Which of a container's ports are to be published. */
public final class PublishedPorts {
  private PublishedPorts() {}

  /** What {@code -p} asked for, and with {@code -P} a free port for every exposed one else. */
  public static List<PortMapping> wanted(ContainerRecord record) {
    Networking networking = record.spec().networking();
    List<PortMapping> wanted = new ArrayList<>(networking.publish());
    if (networking.publishAll()) {
      for (ExposedPort exposed : ExposedPort.of(record.config())) {
        boolean published =
            wanted.stream()
                .anyMatch(each ->
                    each.containerPort() == exposed.number()
                        && each.protocol().equals(exposed.protocol()));
        if (!published) {
          wanted.add(new PortMapping("", 0, exposed.number(), exposed.protocol()));
        }
      }
    }
    return wanted;
  }
}
