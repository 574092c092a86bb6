package dev.jdock.cli.command;

import dev.jdock.api.system.DockerSystem;
import dev.jdock.runtime.engine.Builds;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Execs;
import dev.jdock.runtime.engine.Images;
import dev.jdock.runtime.engine.Networks;
import dev.jdock.runtime.engine.RemoteRegistries;
import dev.jdock.runtime.engine.SystemOperations;
import dev.jdock.runtime.engine.Volumes;

/** The engine for command lines of {@code docker}: it says Docker's version, as its API does. */
record EngineAsDocker(Engine own) implements Engine {
  @Override
  public Containers containers() {
    return own.containers();
  }

  @Override
  public Execs execs() {
    return own.execs();
  }

  @Override
  public Images images() {
    return own.images();
  }

  @Override
  public Builds builds() {
    return own.builds();
  }

  @Override
  public RemoteRegistries registries() {
    return own.registries();
  }

  @Override
  public Volumes volumes() {
    return own.volumes();
  }

  @Override
  public Networks networks() {
    return own.networks();
  }

  @Override
  public SystemOperations system() {
    return new DockerSystem(own.system());
  }
}
