package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> COMMANDS = List.of("ps", "pull", "rm", "rmi", "run", "stop");

  @Test
  void nearestWordIsSuggested() {
    assertThat(Suggestion.of("psx", COMMANDS)).isEqualTo(" (did you mean ps?)");
    assertThat(Suggestion.of("STPO", COMMANDS)).isEqualTo(" (did you mean STOP?)");
  }

  @Test
  void forgottenLetterIsLikelierThanAWrongOne() {
    assertThat(Suggestion.of("rn", COMMANDS)).isEqualTo(" (did you mean run?)");
  }

  @Test
  void nothingIsSuggestedForWhatIsRightOrNothingLikeIt() {
    assertThat(Suggestion.of("run", COMMANDS)).isEmpty();
    assertThat(Suggestion.of("zzzz", COMMANDS)).isEmpty();
  }
}
