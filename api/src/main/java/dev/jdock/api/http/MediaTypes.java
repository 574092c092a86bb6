package dev.jdock.api.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicHeaderValueParser;
import org.apache.hc.core5.http.message.ParserCursor;
import org.jspecify.annotations.Nullable;

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
      for (HeaderElement range :
          BasicHeaderValueParser.INSTANCE.parseElements(
              header, new ParserCursor(0, header.length()))) {
        String type = range.getName().toLowerCase(Locale.ROOT);
        double weight = weight(range.getParameterByName("q"));
        if (offered.contains(type) && weight > greatest) {
          best = type;
          greatest = weight;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** What is no number weighs nothing. */
  private static double weight(@Nullable NameValuePair parameter) {
    if (parameter == null) {
      return 1;
    }
    String number = String.valueOf(parameter.getValue());
    return number.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(number) : 0;
  }
}
