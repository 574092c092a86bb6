package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> COMMANDS = List.of("ps", "pull", "rm", "rmi", "run", "stop");

  @Test
  void nearestWordIsSuggested() {
    assertThat(Suggestion.ofCommand("psx", COMMANDS)).isEqualTo(" (did you mean ps?)");
    assertThat(Suggestion.of("STPO", COMMANDS)).isEqualTo(" (did you mean STOP?)");
  }

  @Test
  void forgottenLetterIsLikelierThanAWrongOne() {
    assertThat(Suggestion.ofCommand("rn", COMMANDS)).isEqualTo(" (did you mean run?)");
  }

  @Test
  void nothingIsSuggestedForWhatIsRightOrNothingLikeIt() {
    assertThat(Suggestion.of("run", COMMANDS)).isEmpty();
    assertThat(Suggestion.of("zzzz", COMMANDS)).isEmpty();
  }

  @Test
  void ofEquallyNearNamesTheFirstIsSuggested() {
    assertThat(Suggestion.ofName("buildr", List.of("builds", "builder")))
        .isEqualTo(" (did you mean builds?)");
    assertThat(Suggestion.ofName("buildr", List.of("builder", "builds")))
        .isEqualTo(" (did you mean builder?)");
  }

  @Test
  void theCaseOfANameCounts() {
    assertThat(Suggestion.ofName("PATH", List.of("path"))).isEmpty();
    assertThat(Suggestion.ofName("PaTH", List.of("PATH"))).isEqualTo(" (did you mean PATH?)");
  }

  @Test
  void aShortNameMayBeAnyOther() {
    assertThat(Suggestion.ofName("b", List.of("a"))).isEqualTo(" (did you mean a?)");
    assertThat(Suggestion.ofCommand("xyz", List.of("rmi"))).isEmpty();
  }
}
