package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;

/** A command about manifests, which Docker's client does itself: no daemon is to be blamed. */
abstract class ManifestAction extends Action {
  ManifestAction(Arity arity) {
    super(arity);
  }

  @Override
  public final int run(Engine engine, Invocation invocation) {
    try {
      perform(engine, invocation);
      return 0;
    } catch (JdockException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailure.of("cannot read from the registry: " + e.getMessage());
    }
  }

  abstract void perform(Engine engine, Invocation invocation) throws IOException;

  static RemoteRepository open(
      Engine engine, Invocation invocation, Reference name, boolean insecure) {
    Access access = new Access(DockerConfig.of(invocation).credentials(), invocation.environment());
    return engine.registries().open(name, insecure, access);
  }

  /** A name that the user gave; {@code failure} stands before what is wrong with it. */
  static Reference parse(String name, String failure) {
    try {
      return Reference.parse(name);
    } catch (JdockException e) {
      throw JdockException.invalid(failure + " " + name + ": " + e.getMessage());
    }
  }
}
