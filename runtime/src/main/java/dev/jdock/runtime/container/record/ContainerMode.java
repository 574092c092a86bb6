package dev.jdock.runtime.container.record;

/** Modes of namespaces that mean another container's: {@code container:NAME}. */
public final class ContainerMode {
  private static final String PREFIX = "container:";

  private ContainerMode() {}

  /** Whether the namespace of a mode is another container's. */
  public static boolean isContainer(String mode) {
    return mode.startsWith(PREFIX);
  }

  /** That container: by its name in a request, by its id in a record. */
  public static String container(String mode) {
    return mode.substring(PREFIX.length());
  }
}
