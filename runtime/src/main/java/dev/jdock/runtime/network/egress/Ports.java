package dev.jdock.runtime.network.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports of TCP and UDP.
 *
 * @param ranges none for everything, protocols without ports included
 */
record Ports(List<Range> ranges) {
  static final Ports ALL = new Ports(List.of());

  private static final int HIGHEST = 65_535;
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  Ports {
    ranges = List.copyOf(ranges);
  }

  /** Both ends belong to it. */
  record Range(int from, int to) {
    @Override
    public String toString() {
      return from == to ? Integer.toString(from) : from + "-" + to;
    }
  }

  /**
   * Reads {@code 80,443,8000-8100}.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Ports parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(each);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("invalid port \"" + each + "\"");
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (from < 1 || to > HIGHEST || from > to) {
        throw new IllegalArgumentException("invalid port \"" + each + "\"");
      }
      ranges.add(new Range(from, to));
    }
    return new Ports(ranges);
  }

  @Override
  public String toString() {
    return ranges.isEmpty()
        ? "all"
        : String.join(",", ranges.stream().map(Range::toString).toList());
  }
}
