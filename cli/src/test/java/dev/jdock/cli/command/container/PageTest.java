package dev.jdock.cli.command.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

  private static Map<String, Page> read(String line) {
    Map<String, Page> pages = new HashMap<>();
    Page.read(line, pages);
    return pages;
  }

  @ParameterizedTest
  @CsvSource({
    "'[I 10:46:21 NotebookApp] http://047203feed8c:8888/?token=6ec7b719\n', 8888, http://h:1/?token=6ec7b719",
    "'    or http://127.0.0.1:8888/lab?token=6ec7b71936e7\n', 8888, http://h:1/lab?token=6ec7b71936e7",
    "'https://nb.example.org:9999/user/ann/tree?token=abc_def-1\r\n', 9999, https://h:1/user/ann/tree?token=abc_def-1",
    "http://127.0.0.1:8888?token=6ec7b71936e7, 8888, http://h:1/?token=6ec7b71936e7"
  })
  void findsWhatJupyterSays(String line, String port, String address) {
    assertThat(read(line)).hasSize(1);
    assertThat(read(line).get(port).at("h:1")).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8888/",
        "http://localhost:8888/?token=...",
        "http://localhost/?token=6ec7b71936e7",
        "ftp://localhost:8888/?token=6ec7b71936e7",
        "http://localhost:8888/a b?token=6ec7b71936e7"
      })
  void anythingElseIsNone(String line) {
    assertThat(read(line)).isEmpty();
  }

  /** A log is anybody's text, and the address is written to a terminal. */
  @Test
  void nothingThatATerminalWouldObeyIsTaken() {
    assertThat(read("http://a:8888/\033[2J?token=6ec7b71936e7")).isEmpty();
    assertThat(read("http://a:8888/?token=6ec7b71936e7\033[2J").get("8888").path())
        .isEqualTo("/?token=6ec7b71936e7");
  }
}
