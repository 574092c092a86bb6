package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.registry.Access;

/** What the user of a command brings along to registries. */
public final class UserAccess {
  private UserAccess() {}

  public static Access of(Invocation invocation) {
    return new Access(DockerConfig.of(invocation).credentials(), invocation.environment());
  }
}
