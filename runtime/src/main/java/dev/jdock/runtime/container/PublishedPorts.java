package dev.jdock.runtime.container;

import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.List;

/** Which of a container's ports are to be published. */
final class PublishedPorts {
  private PublishedPorts() {}

  /** What {@code -p} asked for, and with {@code -P} a free port for every exposed one else. */
  static List<PortMapping> wanted(ContainerRecord record) {
    Networking networking = record.spec().networking();
    List<PortMapping> wanted = new ArrayList<>(networking.publish());
    if (networking.publishAll()) {
      for (String exposed : record.config().exposedPorts()) {
        int slash = exposed.indexOf('/');
        int port = Integer.parseInt(slash < 0 ? exposed : exposed.substring(0, slash));
        String protocol = slash < 0 ? "tcp" : exposed.substring(slash + 1);
        boolean published =
            wanted.stream()
                .anyMatch(each -> each.containerPort() == port && each.protocol().equals(protocol));
        if (!published) {
          wanted.add(new PortMapping("", 0, port, protocol));
        }
      }
    }
    return wanted;
  }
}
