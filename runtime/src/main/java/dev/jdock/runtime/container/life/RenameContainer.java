package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;

/** {@code docker rename}. */
public final class RenameContainer {
  private RenameContainer() {}

  public static void run(ContainerRuntime runtime, Container container, String newName) {
    String wanted = newName.startsWith("/") ? newName.substring(1) : newName;
    container.lockToChange();
    try {
      String old = container.name();
      if (wanted.isEmpty()) {
        throw JdockException.invalid("Neither old nor new names may be empty");
      }
      if (old.equals(wanted)) {
        throw JdockException.invalid("Renaming a container with the same name as its current name");
      }
      reserve(runtime, container, "/" + wanted);
      try {
        container.rename(wanted);
      } catch (RuntimeException e) {
        runtime.registry().releaseName(wanted);
        throw e;
      }
      runtime.registry().releaseName(old);
      container.tell("rename", "oldName", "/" + old);
    } finally {
      container.lock().unlock();
    }
  }

  private static void reserve(ContainerRuntime runtime, Container container, String newName) {
    try {
      String _ = runtime.registry().reserveName(newName, container.id());
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "Error when allocating new name: " + e.getMessage(), e);
    }
  }
}
