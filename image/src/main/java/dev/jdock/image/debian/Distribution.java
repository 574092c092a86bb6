package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A distribution whose mirrors are known, and how they arrange them.
 *
 * @param id as images and os-release(5) name it
 * @param defaultSuite what is meant where no suite is named, as by the tag {@code latest}
 * @param components what people may install from; the smallest system comes from the first of them
 * @param versions numbers of releases with their codenames
 * @param unreleased suites of no release, which get no updates apart
 * @param oneLineSources codenames whose images have a {@code sources.list}, which Dockerfiles
 *     change; later ones have a file of stanzas
 */
public record Distribution(
    String id,
    String defaultSuite,
    List<String> components,
    Map<String, String> versions,
    Set<String> unreleased,
    Set<String> oneLineSources,
    Mirrors main,
    Mirrors ports) {

  /** Official mirrors of packages, and of those that close holes. */
  record Mirrors(URI packages, URI security) {
    static Mirrors of(String packages, String security) {
      return new Mirrors(URI.create(packages), URI.create(security));
    }
  }

  private static final Mirrors DEBIANS =
      Mirrors.of("http://deb.debian.org/debian/", "http://deb.debian.org/debian-security/");

  private static final Distribution DEBIAN =
      new Distribution(
          "debian",
          "stable",
          List.of("main"),
          Map.of("11", "bullseye", "12", "bookworm", "13", "trixie", "14", "forky"),
          Set.of("sid", "unstable", "experimental", "rc-buggy"),
          Set.of("bullseye", "buster"),
          DEBIANS,
          DEBIANS);

  private static final Distribution UBUNTU =
      new Distribution(
          "ubuntu",
          "resolute",
          List.of("main", "restricted", "universe", "multiverse"),
          Map.of("20.04", "focal", "22.04", "jammy", "24.04", "noble", "26.04", "resolute"),
          Set.of(),
          Set.of("focal", "jammy"),
          Mirrors.of("http://archive.ubuntu.com/ubuntu/", "http://security.ubuntu.com/ubuntu/"),
          Mirrors.of(
              "http://ports.ubuntu.com/ubuntu-ports/", "http://ports.ubuntu.com/ubuntu-ports/"));

  /** Architectures that are not ports. */
  private static final Set<String> MAIN = Set.of("amd64", "i386");

  private static final Pattern SUITE = Pattern.compile("[a-z0-9][a-z0-9._+-]*");

  /** By the name of its images: {@code debian}, {@code ubuntu}. */
  public static Optional<Distribution> named(String name) {
    return List.of(DEBIAN, UBUNTU).stream().filter(each -> each.id().equals(name)).findFirst();
  }

  /**
   * The suite that a tag of the distribution's images stands for: its own name, or the codename of
   * a version.
   *
   * @throws JdockException INVALID for what can be no suite
   */
  public String suite(String tag) {
    if (!SUITE.matcher(tag).matches()) {
      throw JdockException.invalid("invalid suite of " + id() + ": \"" + tag + "\"");
    }
    return tag.equals("latest") ? defaultSuite : versions.getOrDefault(tag, tag);
  }

  /** The official mirrors for an architecture. */
  Mirrors mirrors(String architecture) {
    return MAIN.contains(architecture) ? main : ports;
  }

  /** Whether there are suites of updates beside it. */
  boolean hasUpdates(String suite) {
    return !unreleased.contains(suite);
  }

  /** Whether images of this codename have a {@code sources.list}. */
  public boolean hasOneLineSources(String codename) {
    return oneLineSources.contains(codename);
  }

  /** Where the keys of its archive lie in an installed system. */
  public String installedKeys() {
    return "/usr/share/keyrings/" + id() + "-archive-keyring.gpg";
  }
}
