package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoFloatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 3, 0",
    "1, 3, 1",
    "1.5, 1, 2",
    "2.5, 1, 2",
    "72.849, 3, 72.8",
    "72.85, 3, 72.8",
    "999.4, 3, 999",
    "999.6, 3, 1e+03",
    "1023.96, 4, 1024",
    "9999.6, 4, 1e+04",
    "1000, 3, 1e+03",
    "100, 3, 100",
    "120, 4, 120",
    "10.05, 4, 10.05",
    "0.5, 3, 0.5",
    "123456, 4, 1.235e+05"
  })
  void hasSoManyDigitsInAll(double value, int precision, String expected) {
    assertThat(GoFloat.format(value, 'g', precision)).isEqualTo(expected);
    assertThat(GoFloat.format(-value, 'g', precision)).isEqualTo("-" + expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void isRoundedAsTheExactValueOfTheDouble(int precision) {
    Random random = new Random(precision);
    double limit = Math.pow(10, precision);
    for (int i = 0; i < 20_000; i++) {
      // Every other one lies half way between two numbers of that many digits, or next to it.
      double value = 1 + random.nextDouble() * (limit - 1);
      if (i % 2 == 0) {
        value = Math.floor(value * 1000) / 1000 + 0.0005;
      }
      BigDecimal exact =
          new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (exact.doubleValue() < limit) {
        assertThat(GoFloat.format(value, 'g', precision))
            .isEqualTo(exact.stripTrailingZeros().toPlainString());
      }
    }
  }
}
