package dev.jdock.image.transfer;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Index;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which manifest of an index is for a platform: the processor's own variant first, then those it
 * can run, newest first (containerd, platforms/compare.go).
 */
public final class PlatformChoice {
  private static final String DEFAULT_ARM = "v7";
  private static final String DEFAULT_ARM64 = "v8";

  private PlatformChoice() {}

  /**
   * @throws JdockException NOT_FOUND in Docker's words
   */
  public static Descriptor choose(Index index, Platform wanted) {
    for (Descriptor.Platform candidate : candidates(wanted)) {
      for (Descriptor manifest : index.manifests()) {
        Descriptor.Platform platform = manifest.platform();
        if (platform != null && !isAttestation(platform) && same(platform, candidate)) {
          return manifest;
        }
      }
    }
    throw JdockException.notFound(
        "no matching manifest for " + wanted + " in the manifest list entries");
  }

  /** Whether an image for {@code actual} is one for {@code wanted}. */
  public static boolean matches(Platform wanted, Platform actual) {
    Descriptor.Platform offered =
        new Descriptor.Platform(actual.os(), actual.architecture(), actual.variant());
    return candidates(wanted).stream().anyMatch(candidate -> same(offered, candidate));
  }

  /** BuildKit keeps statements about images beside them, for no platform at all. */
  private static boolean isAttestation(Descriptor.Platform platform) {
    return platform.os().equals("unknown") && platform.architecture().equals("unknown");
  }

  private static boolean same(Descriptor.Platform offered, Descriptor.Platform candidate) {
    return offered.os().equals(candidate.os())
        && offered.architecture().equals(candidate.architecture())
        && variant(offered).equals(variant(candidate));
  }

  /** The one meant where none is given. */
  private static String variant(Descriptor.Platform platform) {
    String variant = platform.variant();
    return switch (platform.architecture()) {
      case "arm64" -> variant == null || variant.equals("8") ? DEFAULT_ARM64 : variant;
      case "arm" ->
          variant == null ? DEFAULT_ARM : variant.startsWith("v") ? variant : "v" + variant;
      case "amd64" -> variant == null ? "v1" : variant;
      default -> variant == null ? "" : variant;
    };
  }

  private static List<Descriptor.Platform> candidates(Platform wanted) {
    List<Descriptor.Platform> all = new ArrayList<>();
    Descriptor.Platform own =
        new Descriptor.Platform(wanted.os(), wanted.architecture(), wanted.variant());
    String variant = variant(own);
    all.add(own);
    switch (wanted.architecture()) {
      case "amd64" -> {
        for (int level = number(variant) - 1; level >= 1; level--) {
          all.add(platform(wanted, "amd64", "v" + level));
        }
        all.add(platform(wanted, "386", null));
      }
      case "arm64" -> {
        if (number(variant) > 8) {
          all.add(platform(wanted, "arm64", DEFAULT_ARM64));
        }
        addArm(all, wanted, 8);
      }
      case "arm" -> addArm(all, wanted, number(variant) - 1);
      default -> {}
    }
    return all;
  }

  private static void addArm(List<Descriptor.Platform> all, Platform wanted, int newest) {
    for (int version = newest; version >= 5; version--) {
      all.add(platform(wanted, "arm", "v" + version));
    }
  }

  private static Descriptor.Platform platform(
      Platform wanted, String architecture, @Nullable String variant) {
    return new Descriptor.Platform(wanted.os(), architecture, variant);
  }

  private static int number(String variant) {
    String digits = variant.startsWith("v") ? variant.substring(1) : variant;
    int dot = digits.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? digits : digits.substring(0, dot));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
