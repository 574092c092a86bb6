package dev.jdock.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.volume.Ownership.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {
  @Test
  void theFoldersOwnerIsAUserOfTheContainer() {
    assertThat(Ownership.parse("match-user"))
        .returns(true, Ownership::matches)
        .returns(null, Ownership::user);
    assertThat(Ownership.parse("match-user:www-data").user()).isEqualTo("www-data");
  }

  @Test
  void pairsSayWhoIsWho() {
    Ownership ownership = Ownership.parse("uid:1000:0,gid:100:0,uid:1001:33");
    assertThat(ownership.matches()).isFalse();
    assertThat(ownership.users()).containsExactly(new Pair(1000, 0), new Pair(1001, 33));
    assertThat(ownership.groups()).containsExactly(new Pair(100, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "match-user:",
        "uid:1",
        "uid:1:x",
        "uid:-1:1",
        "uid:4294967295:1",
        "uid:1:2,uid:1:3",
        "uid:1:2,uid:3:2",
        "uid:1:2,",
        "match-user,uid:1:2"
      })
  void whatMapsNobodyIsRefused(String text) {
    assertThatThrownBy(() -> Ownership.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("invalid value for bind-idmap: " + text + " (");
  }
}
