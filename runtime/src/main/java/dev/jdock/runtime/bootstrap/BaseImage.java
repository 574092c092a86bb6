package dev.jdock.runtime.bootstrap;

import dev.jdock.image.build.Platform;
import dev.jdock.image.debian.BaseSystem;
import dev.jdock.image.debian.Distribution;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.NewImage;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is written of a system that is a layer: how it is run, and where it is from. */
record BaseImage(Distribution distribution, BaseSystem system, Instant time, Digest layer) {
  private static final String LABEL = "io.jdock.bootstrap.";

  NewImage image(List<Reference> names) {
    Platform platform = Platform.local();
    String name = distribution.id() + ":" + system.codename();
    var entry = new Image.History(time, "jdock bootstrap " + name, mirror(), false);
    return new NewImage(
        config(),
        List.of(layer),
        List.of(entry),
        null,
        time,
        platform.architecture(),
        platform.os(),
        platform.variant(),
        "",
        "",
        names);
  }

  private String mirror() {
    return system.sources().getFirst().address();
  }

  private ImageConfig config() {
    var labels = new TreeMap<String, String>();
    labels.put(LABEL + "mirror", mirror());
    labels.put(LABEL + "suite", system.sources().getFirst().suite());
    labels.put(LABEL + "date", system.day().toString());
    return new ImageConfig(
        "",
        new TreeSet<>(),
        List.of("PATH=" + Installation.PATH),
        null,
        List.of("bash"),
        new TreeSet<>(),
        "",
        labels,
        null,
        null,
        null,
        List.of(),
        null,
        false);
  }
}
