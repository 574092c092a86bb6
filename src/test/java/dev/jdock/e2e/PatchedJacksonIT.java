package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The jars of Jackson that are installed, out of which the build has taken constants. */
@EndToEnd
@JdockOnly("Docker has no Jackson")
class PatchedJacksonIT {

  @Test
  void numbersThatDoNotFitAreRefusedAsByThePublishedOne() throws Exception {
    List<String> published = new Numbers().get();
    assertThat(published)
        .anyMatch(line -> line.contains("out of range of int"))
        .anyMatch(line -> line.contains("out of range of long"))
        .contains("2147483647 as int, a decimal: 2147483647");
    try (URLClassLoader installed = installed()) {
      Class<?> numbers = installed.loadClass(Numbers.class.getName());
      assertThat(numbers.getProtectionDomain().getCodeSource().getLocation())
          .isEqualTo(Numbers.class.getProtectionDomain().getCodeSource().getLocation());
      assertThat(numbers).isNotSameAs(Numbers.class);
      Supplier<?> patched = (Supplier<?>) numbers.getDeclaredConstructor().newInstance();
      assertThat(patched.get()).isEqualTo(published);
    }
  }

  /** The tests' own classes with the Jackson that is installed. */
  private static URLClassLoader installed() throws IOException {
    Path command = Path.of(System.getProperty("jdock.test.command")).toRealPath();
    Path libraries = command.getParent().resolveSibling("lib");
    List<URL> places = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "jackson-*.jar")) {
      for (Path jar : jars) {
        places.add(jar.toUri().toURL());
      }
    }
    places.add(PatchedJacksonIT.class.getProtectionDomain().getCodeSource().getLocation());
    return new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** What becomes of numbers at the limits of int and long, and beyond. */
  public static final class Numbers implements Supplier<List<String>> {
    private static final List<String> TEXTS =
        List.of(
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "1e400",
            "2147483647.5",
            "3e10",
            "-3e30");

    private final List<String> lines = new ArrayList<>();

    /** A number of a parser that stands at one. */
    private interface Reading {
      Object number(JsonParser parser) throws IOException;
    }

    @Override
    public List<String> get() {
      for (String text : TEXTS) {
        read(text + " as int", parser(text, false), JsonParser::getIntValue);
        read(text + " as long", parser(text, false), JsonParser::getLongValue);
        read(text + " as int, a decimal", parser(text, true), JsonParser::getIntValue);
        read(text + " as long, a decimal", parser(text, true), JsonParser::getLongValue);
        read(text + " as int, kept", kept(text), JsonParser::getIntValue);
        read(text + " as long, kept", kept(text), JsonParser::getLongValue);
      }
      return lines;
    }

    /**
     * @param decimal whether it has been read as such a number before
     */
    private static JsonParser parser(String text, boolean decimal) {
      try {
        JsonParser parser = new ObjectMapper().createParser(text);
        parser.nextToken();
        if (decimal) {
          parser.getDecimalValue();
        }
        return parser;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** Written to memory as a decimal number. */
    private static JsonParser kept(String text) {
      try (TokenBuffer buffer = new TokenBuffer(new ObjectMapper(), false)) {
        buffer.writeNumber(new BigDecimal(text));
        JsonParser parser = buffer.asParser();
        parser.nextToken();
        return parser;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private void read(String what, JsonParser parser, Reading reading) {
      String read;
      try (parser) {
        read = reading.number(parser).toString();
      } catch (IOException e) {
        read = e.getClass().getName() + " " + e.getMessage();
      }
      lines.add(what + ": " + read);
    }
  }
}
