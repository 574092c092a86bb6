package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "https://user:password@host/path, https://xxxxx:xxxxx@host/path, https://host/path",
    "https://user:p@ss@host/path, https://xxxxx:xxxxx@host/path, https://host/path",
    "ssh://git@host/path, ssh://xxxxx:xxxxx@host/path, ssh://host/path",
    "https://host/p@th, https://host/p@th, https://host/p@th",
    "git@host:path, git@host:path, git@host:path",
  })
  void areWhatStandsBeforeTheHost(String address, String hidden, String removed) {
    assertThat(Credentials.hidden(address)).isEqualTo(hidden);
    assertThat(Credentials.removed(address)).isEqualTo(removed);
  }
}
