package dev.jdock.api.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client would rather have, by its {@code Accept} (RFC 9110, 12.5.1). */
public final class MediaTypes {
  private MediaTypes() {}

  /**
   * The type that a client names with the greatest weight; of several, the one named first.
   *
   * @param accept its headers of that name
   * @param offered what it can have; patterns such as {@code *}{@code /*} name none of them
   */
  public static Optional<String> preferred(List<String> accept, List<String> offered) {
    String best = null;
    double greatest = 0;
    for (String header : accept) {
      for (String range : header.split(",", -1)) {
        String[] parts = range.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        double weight = weight(parts);
        if (offered.contains(type) && weight > greatest) {
          best = type;
          greatest = weight;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** What is no number weighs nothing. */
  private static double weight(String... parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        String number = parameter.substring(2);
        return number.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(number) : 0;
      }
    }
    return 1;
  }
}
