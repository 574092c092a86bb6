package dev.jdock.runtime.engine;

import java.util.List;

/** Processes of a container, as ps(1) lists them. */
public record ProcessList(List<String> titles, List<List<String>> processes) {}
