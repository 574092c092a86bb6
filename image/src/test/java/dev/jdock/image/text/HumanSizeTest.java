package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0B",
    "1,1B",
    "999,999B",
    "1000,1kB",
    "12345,12.3kB",
    "72800000,72.8MB",
    "1090000000,1.09GB",
    "999900,1e+03kB",
    "1000000000000,1TB"
  })
  void showsThreeDigitsInUnitsOf1000(long bytes, String expected) {
    assertThat(HumanSize.of((double) bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,0B", "1024,1KiB", "1572864,1.5MiB", "2087059456,1.944GiB", "123456789,117.7MiB"})
  void showsFourDigitsInUnitsOf1024(long bytes, String expected) {
    assertThat(HumanSize.binary((double) bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "32,32",
    "32b,32",
    "32B,32",
    "32k,32768",
    "32K,32768",
    "32kb,32768",
    "32KiB,32768",
    "32Mb,33554432",
    "1.5g,1610612736",
    "32.5kB,33280",
    "32 mb,33554432",
    "1t,1099511627776",
    "1p,1125899906842624",
    ".5k,512",
    "1e3,1000",
    "0x1p4,16",
    "9223372036854775807,9223372036854775807",
    "99999999999999999p,9223372036854775807"
  })
  void readsUnitsOf1024(String text, long expected) {
    assertThat(HumanSize.parseBinary(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"32,32", "32k,32000", "32KiB,32000", "1.5g,1500000000", "1p,1000000000000000"})
  void readsUnitsOf1000(String text, long expected) {
    assertThat(HumanSize.parseDecimal(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "hello|invalid size: 'hello'",
        "-32|invalid size: '-32'",
        "32bb|invalid suffix: 'bb'",
        "32e|invalid suffix: 'e'",
        "32kx|invalid suffix: 'kx'",
        "32kxx|invalid suffix: 'kxx'",
        "32megs|invalid suffix: 'megs'",
        "1.2.3m|strconv.ParseFloat: parsing \"1.2.3\": invalid syntax",
        "``|invalid size: ''",
        "1e400|strconv.ParseFloat: parsing \"1e400\": value out of range",
        "m32|strconv.ParseFloat: parsing \"m32\": invalid syntax",
      },
      delimiter = '|')
  void refusesWhatIsNoSize(String text, String message) {
    assertThatThrownBy(() -> HumanSize.parseBinary(text))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }
}
