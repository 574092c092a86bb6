package dev.jdock.cli.command.container;

import dev.jdock.runtime.engine.Containers;

/** A container's first process in the foreground. */
record ContainerTarget(Containers containers, String id) implements ForegroundSession.Target {
  @Override
  public void resize(int rows, int columns) {
    containers.resize(id, rows, columns);
  }

  @Override
  public void signal(String name) {
    containers.kill(id, name);
  }
}
