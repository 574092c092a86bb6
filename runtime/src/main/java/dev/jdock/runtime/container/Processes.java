package dev.jdock.runtime.container;

import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.Starters;

/**
 * What every process in a container needs of the engine.
 *
 * @param starters of the processes
 * @param ends what follows their ends
 * @param pump reads their output
 */
public record Processes(Starters starters, Ends ends, OutputPump pump) {}
