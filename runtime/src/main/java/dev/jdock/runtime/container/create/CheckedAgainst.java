package dev.jdock.runtime.container.create;

import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.start.Links;
import dev.jdock.runtime.network.Networks;

/** What decides on this machine whether a container can be what a request wants. */
public record CheckedAgainst(
    ContainerRegistry registry,
    ContainerFiles files,
    ContainerCgroups cgroups,
    Links links,
    Networks networks) {}
