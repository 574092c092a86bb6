package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;

/** {@code docker rename}. */
public final class RenameContainer {
  private RenameContainer() {}

  public static void run(ContainerRegistry registry, Container container, String newName) {
    String wanted = newName.startsWith("/") ? newName.substring(1) : newName;
    container.lock().lockToChange();
    try {
      String old = container.name();
      if (wanted.isEmpty()) {
        throw JdockException.invalid("Neither old nor new names may be empty");
      }
      if (old.equals(wanted)) {
        throw JdockException.invalid("Renaming a container with the same name as its current name");
      }
      reserve(registry, container, "/" + wanted);
      try {
        container.rename(wanted);
      } catch (RuntimeException e) {
        registry.releaseName(wanted);
        throw e;
      }
      registry.releaseName(old);
      container.tell("rename", "oldName", "/" + old);
    } finally {
      container.lock().unlock();
    }
  }

  private static void reserve(ContainerRegistry registry, Container container, String newName) {
    try {
      String _ = registry.reserveName(newName, container.id());
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "Error when allocating new name: " + e.getMessage(), e);
    }
  }
}
