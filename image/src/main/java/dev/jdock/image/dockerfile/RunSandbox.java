package dev.jdock.image.dockerfile;

import java.util.List;

/**
 * What the command of a RUN is kept from, as its flags say.
 *
 * @param network {@code default}, {@code none} or {@code host}
 * @param insecure whether it may do whatever root of the host may
 * @param devices that it gets besides
 */
public record RunSandbox(String network, boolean insecure, List<RunDevice> devices) {
  /** Without any flag. */
  public static final RunSandbox DEFAULT = new RunSandbox("default", false, List.of());

  public RunSandbox {
    devices = List.copyOf(devices);
  }

  /**
   * A device that its vendor describes: {@code vendor.com/class=name}, or a class for all of it.
   *
   * @param required whether the step fails without it
   */
  public record RunDevice(String name, boolean required) {}
}
