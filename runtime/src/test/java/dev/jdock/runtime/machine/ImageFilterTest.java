package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.runtime.engine.Filters;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFilterTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 21, 12, 0, 0, 0, ZoneOffset.ofHours(2));
  private static final Image WEB =
      image("web", List.of("registry.test:5000/web:1", "web:latest"), List.of("web@sha256:3c"), 2);
  private static final Image OLD = image("old", List.of(), List.of(), 72);

  private static Image image(String id, List<String> names, List<String> digests, int hours) {
    return new Image(
        id,
        names,
        digests,
        null,
        NOW.minusHours(hours).toInstant(),
        "amd64",
        "linux",
        null,
        "",
        "",
        ImageConfig.empty(),
        List.of(),
        List.of(),
        1);
  }

  private static Image find(String name) {
    if (name.equals("web")) {
      return WEB;
    }
    throw JdockException.notFound("No such image: " + name + ":latest");
  }

  /** {@code name=value&name=value}. */
  private static Filters filters(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      values.merge(
          pair.substring(0, equals),
          List.of(pair.substring(equals + 1)),
          (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    return new Filters(values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dangling=true              | old
          dangling=0                 | web
          before=web                 | old
          since=web                  |
          until=24h                  | old
          until=2026-11-21           | old
          until=2026-11-21T11:00     | web,old
          until=24h&until=100h       |
          label=a                    |
          reference=web              | web
          reference=*:lat*           | web
          reference=nothing          |
          reference=x&reference=web  | web
          """)
  void selects(String text, String expected) {
    ImageFilter filter = ImageFilter.of(filters(text), ImageFilterTest::find, () -> NOW);
    assertThat(Stream.of(WEB, OLD).flatMap(filter::select).map(Image::id))
        .isEqualTo(expected == null ? List.of() : List.of(expected.split(",")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reference=web         | web:latest
          reference=*/web       | registry.test:5000/web:1
          reference=*/*:1       | registry.test:5000/web:1
          """)
  void namesThatDoNotMatchAreLeftOut(String text, String names) {
    ImageFilter filter = ImageFilter.of(filters(text), ImageFilterTest::find, () -> NOW);
    assertThat(filter.select(WEB)).singleElement().returns(List.of(names), Image::names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size=1                       | INVALID   | invalid filter 'size'
          dangling=maybe               | INVALID   | invalid filter 'dangling=[maybe]'
          dangling=true&dangling=false | INVALID   | invalid filter 'dangling=[true false]'
          before=none                  | NOT_FOUND | No such image: none:latest
          since=none                   | NOT_FOUND | No such image: none:latest
          until=soon                   | INVALID   | failed to parse value as time or duration: "soon"
          reference=[                  | INVALID   | syntax error in pattern
          """)
  void refusesWhatMakesNoSense(String text, JdockException.Kind kind, String message) {
    assertThatThrownBy(() -> ImageFilter.of(filters(text), ImageFilterTest::find, () -> NOW))
        .hasMessage(message)
        .isInstanceOfSatisfying(JdockException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
