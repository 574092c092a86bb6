package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.runtime.engine.Engine;
import java.util.function.BooleanSupplier;

/** What a session needs of the engine to run a command. */
record Hosting(Engine engine, Command command, BooleanSupplier busyNow) {
  boolean busy() {
    return busyNow.getAsBoolean();
  }
}
