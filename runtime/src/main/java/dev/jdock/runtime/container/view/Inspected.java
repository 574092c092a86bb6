package dev.jdock.runtime.container.view;

import dev.jdock.runtime.container.ContainerLayers;
import dev.jdock.runtime.container.security.AppArmorProfiles;
import dev.jdock.runtime.container.start.Links;
import dev.jdock.runtime.network.Networks;

/** Where the parts of {@code docker inspect} that are not in a container's record come from. */
public record Inspected(
    ContainerLayers layers,
    ContainerSizes sizes,
    Networks networks,
    Links links,
    AppArmorProfiles appArmor) {}
