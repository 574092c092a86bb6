package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.runtime.engine.Engine;
import java.util.function.BooleanSupplier;

/** The parts of the engine that a session needs to run a command. */
record Hosting(Engine engine, Command command, BooleanSupplier workingNow) {
  boolean working() {
    return workingNow.getAsBoolean();
  }
}
