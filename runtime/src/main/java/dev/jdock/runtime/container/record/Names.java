package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.KernelRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Ids and names of containers. */
public final class Names {
  /** What is shown of an id, and what a container's host is called. */
  private static final int SHORT = 12;

  private static final Pattern VALID = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final KernelRandom RANDOM = new KernelRandom();

  private static final String[] MOODS = {
    "agile", "amber", "ardent", "bold", "brave", "bright", "brisk", "calm", "candid", "clever",
    "cosmic", "crisp", "curious", "deft", "eager", "earnest", "fair", "fleet", "frank", "gentle",
    "glad", "golden", "grand", "happy", "hardy", "humble", "keen", "kind", "lively", "lucid",
    "lucky", "mellow", "merry", "mighty", "modest", "neat", "nimble", "noble", "patient", "plucky",
    "polite", "proud", "quick", "quiet", "radiant", "ready", "serene", "sharp", "sincere", "smart",
    "steady", "stoic", "sunny", "swift", "tender", "tidy", "upbeat", "vivid", "warm", "witty"
  };

  private static final String[] PEOPLE = {
    "abel",
    "agnesi",
    "ampere",
    "archimedes",
    "avogadro",
    "banach",
    "bell",
    "bernoulli",
    "bohr",
    "boole",
    "bose",
    "brahe",
    "cantor",
    "carson",
    "cauchy",
    "church",
    "curie",
    "dalton",
    "darwin",
    "dijkstra",
    "dirac",
    "einstein",
    "euclid",
    "euler",
    "faraday",
    "fermat",
    "fermi",
    "feynman",
    "fourier",
    "franklin",
    "galileo",
    "galois",
    "gauss",
    "germain",
    "goedel",
    "goodall",
    "hamilton",
    "hertz",
    "hilbert",
    "hopper",
    "hubble",
    "huygens",
    "hypatia",
    "joule",
    "kepler",
    "khayyam",
    "kovalevskaya",
    "lagrange",
    "lamarr",
    "laplace",
    "leavitt",
    "leibniz",
    "liskov",
    "lovelace",
    "maxwell",
    "meitner",
    "mendel",
    "mirzakhani",
    "newton",
    "noether",
    "ohm",
    "pascal",
    "pasteur",
    "payne",
    "planck",
    "poincare",
    "ramanujan",
    "riemann",
    "rutherford",
    "shannon",
    "somerville",
    "tesla",
    "turing",
    "volta",
    "wu",
    "yonath"
  };

  private Names() {}

  /** 64 random hexadecimal digits, of which the first twelve are no number. */
  public static String newId() {
    return newId(RANDOM::nextBytes);
  }

  /**
   * As Docker does (Moby, pkg/stringid): a host that is called by decimal digits alone is taken for
   * an address (inet_aton(3)), and does not find itself.
   *
   * @param random fills an array
   */
  static String newId(Consumer<byte[]> random) {
    byte[] bytes = new byte[32];
    while (true) {
      random.accept(bytes);
      String id = HexFormat.of().formatHex(bytes);
      if (id.chars().limit(SHORT).anyMatch(digit -> digit > '9')) {
        return id;
      }
    }
  }

  /** A free name in the manner of {@code keen_lovelace}. */
  public static String generate(Predicate<String> taken) {
    while (true) {
      String name =
          MOODS[RANDOM.nextInt(MOODS.length)] + "_" + PEOPLE[RANDOM.nextInt(PEOPLE.length)];
      if (!taken.test(name)) {
        return name;
      }
      String numbered = name + RANDOM.nextInt(10);
      if (!taken.test(numbered)) {
        return numbered;
      }
    }
  }

  /** The name without its slash; INVALID in Docker's words. */
  public static String validated(String name) {
    if (!VALID.matcher(name).matches()) {
      throw JdockException.invalid(
          "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
