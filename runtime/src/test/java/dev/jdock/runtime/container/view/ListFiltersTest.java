package dev.jdock.runtime.container.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListFiltersTest {
  @ParameterizedTest
  @CsvSource({
    "80/tcp,80,true",
    "80/tcp,80/tcp,true",
    "80/tcp,80/udp,false",
    "80/udp,80/udp,true",
    "85/tcp,80-90,true",
    "90/tcp,80-90/tcp,true",
    "91/tcp,80-90,false"
  })
  void portsAreInTheirRange(String port, String wanted, boolean is) {
    assertThat(ListFilters.isPort(port, wanted)).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9-1   | error while looking up for expose 9-1: invalid range specified for port: 9-1
          70000 | error while looking up for expose 70000: strconv.ParseUint: parsing "70000": value out of range
          -1    | error while looking up for expose -1: strconv.ParseUint: parsing "": invalid syntax
          """)
  void whatIsNoRangeIsRefused(String value, String message) {
    assertThatThrownBy(() -> ListFilters.validate(Map.of("expose", List.of(value))))
        .hasMessage(message);
  }
}
