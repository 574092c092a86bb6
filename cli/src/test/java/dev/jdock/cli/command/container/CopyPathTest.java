package dev.jdock.cli.command.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CopyPathTest {

  @Test
  void cleansAsGoDoes() {
    assertThat(
            List.of("a//b/./c/..", "/../a", "", "../../x", "/", "a/..").stream()
                .map(CopyPath::clean))
        .containsExactly("a/b", "/a", ".", "../../x", "/", ".");
  }

  @Test
  void takesPathsApartByTheirEnd() {
    assertThat(CopyPath.folder("/a/b")).isEqualTo("/a");
    assertThat(CopyPath.base("/a/b/")).isEqualTo("b");
    assertThat(CopyPath.folder("/a/b/.")).isEqualTo("/a/b");
    assertThat(CopyPath.base("/a/b/.")).isEqualTo(".");
    assertThat(CopyPath.folder("/")).isEqualTo("/");
    assertThat(CopyPath.base("/")).isEqualTo("/");
    assertThat(CopyPath.folder("a")).isEqualTo(".");
  }

  @Test
  void renamesTheFirstPlaceOnly() {
    assertThat(CopyPath.replaceFirst("etc/etc/x", "etc", "new")).isEqualTo("new/etc/x");
    assertThat(CopyPath.replaceFirst("/bin/x", "/", "new")).isEqualTo("new/bin/x");
  }

  @Test
  void aColonBelongsToAContainerUnlessThePathSaysOtherwise() {
    assertThat(CopyArgument.parse("c:/x")).isEqualTo(new CopyArgument("c", "/x"));
    assertThat(CopyArgument.parse("./c:x")).isEqualTo(new CopyArgument("", "./c:x"));
    assertThat(CopyArgument.parse("/c:x")).isEqualTo(new CopyArgument("", "/c:x"));
    assertThat(CopyArgument.parse("x")).isEqualTo(new CopyArgument("", "x"));
  }

  @Test
  void placesAsCpDoes() {
    CopySource file = new CopySource("/s/f", false, "");
    CopySource folder = new CopySource("/s/d", true, "");
    assertThat(new CopyTarget("/t", true, true).place(file))
        .isEqualTo(new CopyTarget.Placement("/t", "f"));
    assertThat(new CopyTarget("/t/g", true, false).place(file))
        .isEqualTo(new CopyTarget.Placement("/t", "g"));
    assertThat(new CopyTarget("/t/new/", false, false).place(folder))
        .isEqualTo(new CopyTarget.Placement("/t", "new"));
    assertThatThrownBy(() -> new CopyTarget("/t/new/", false, false).place(file))
        .hasMessage("no such directory");
    assertThatThrownBy(() -> new CopyTarget("/t/g", true, false).place(folder))
        .hasMessage("cannot copy directory");
  }

  @Test
  void namesOfLogsAreAsWideAsTheWidest() {
    assertThat(LogNames.of(List.of("a", "bcd"), false)).containsExactly("a   | ", "bcd | ");
    assertThat(LogNames.of(List.of("a"), true)).containsExactly("\u001b[36ma | \u001b[0m");
  }
}
