package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoIntegerTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "+7,7",
    "-12,-12",
    "0x1F,31",
    "-0X1f,-31",
    "0b101,5",
    "0o17,15",
    "017,15",
    "00,0",
    "1_000,1000",
    "0x_ff,255",
    "0_7,7",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808"
  })
  void takesThePrefixesOfGosBaseZero(String text, long expected) {
    assertThat(GoInteger.parse(text, 64)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "+-1", "08", "0x", "0b2", "1.5", " 1", "1e3", "_1", "1_", "1__0", "1x1"})
  void refusesWhatIsNoInteger(String text) {
    assertThatThrownBy(() -> GoInteger.parse(text, 64))
        .hasMessage("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
  }

  @Test
  void digitsOfOtherScriptsAreNone() {
    assertThatThrownBy(() -> GoInteger.parse("٣", 64)).hasMessageContaining("invalid syntax");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(GoInteger.parse("2147483647", 32)).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> GoInteger.parse("2147483648", 32))
        .hasMessage("strconv.ParseInt: parsing \"2147483648\": value out of range");
    assertThatThrownBy(() -> GoInteger.parse("-2147483649", 32))
        .hasMessageContaining("value out of range");
    assertThatThrownBy(() -> GoInteger.parseUnsigned("65536", 16))
        .hasMessage("strconv.ParseUint: parsing \"65536\": value out of range");
    assertThatThrownBy(() -> GoInteger.atoi("9223372036854775808"))
        .hasMessage("strconv.Atoi: parsing \"9223372036854775808\": value out of range");
  }

  @Test
  void unsignedNumbersHaveNoSign() {
    assertThat(GoInteger.parseUnsigned("0x10", 16)).isEqualTo(16);
    assertThatThrownBy(() -> GoInteger.parseUnsigned("+1", 16))
        .hasMessage("strconv.ParseUint: parsing \"+1\": invalid syntax");
    assertThatThrownBy(() -> GoInteger.parseUnsigned("-1", 16))
        .hasMessageContaining("invalid syntax");
  }

  @Test
  void decimalNumbersHaveNoPrefixes() {
    assertThat(GoInteger.atoi("-010")).isEqualTo(-10);
    assertThat(GoInteger.parseDecimal("+08", 32)).isEqualTo(8);
    assertThat(GoInteger.parseUnsignedDecimal("0080", 16)).isEqualTo(80);
    assertThatThrownBy(() -> GoInteger.parseUnsignedDecimal("65536", 16))
        .hasMessage("strconv.ParseUint: parsing \"65536\": value out of range");
    assertThatThrownBy(() -> GoInteger.parseUnsignedDecimal("0x1", 16))
        .hasMessage("strconv.ParseUint: parsing \"0x1\": invalid syntax");
    for (String text : new String[] {"", "0x1", "1_0", "ten"}) {
      assertThatThrownBy(() -> GoInteger.atoi(text))
          .hasMessage("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
    }
  }
}
