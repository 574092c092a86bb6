package dev.jdock.image.build.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitReferenceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/",
        "https://example.com/foo",
        "https://example.com/foo.git/",
        "https://example.com/foo.git.bar",
        "custom.xyz/moby/buildkit.git",
        "github.com/moby/buildkit",
        "./https://example.com/foo.git",
        "../git@example.com:foo.git",
        "ftp://example.com/foo.git",
        "file:///srv/foo.git",
        "git@example.com/foo.git",
        "src/main"
      })
  void takesNothingElseForRepository(String text) {
    assertThat(GitReference.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/foo.git, https://example.com/foo.git, '', ''",
    "https://example.com/foo.git#deadbeef, https://example.com/foo.git, deadbeef, ''",
    "https://example.com/foo.git#release/1.2, https://example.com/foo.git, release/1.2, ''",
    "https://example.com/foo.git#main:sub/dir, https://example.com/foo.git, main, sub/dir",
    "https://example.com/foo.git#:sub, https://example.com/foo.git, '', sub",
    "HTTPS://example.com/foo.git, HTTPS://example.com/foo.git, '', ''",
    "git://example.com/foo, git://example.com/foo, '', ''",
    "ssh://git@example.com:22/foo, ssh://git@example.com:22/foo, '', ''",
    "git@example.com:foo/bar.git, git@example.com:foo/bar.git, '', ''",
    "git@example.com:foo.git#v1:dir, git@example.com:foo.git, v1, dir",
    "https://example.com/foo.git?ref=v1, https://example.com/foo.git, v1, ''",
    "https://example.com/foo.git?tag=v1, https://example.com/foo.git, refs/tags/v1, ''",
    "https://example.com/foo.git?branch=b&subdir=d, https://example.com/foo.git, refs/heads/b, d",
    "git@example.com:foo.git?branch=b#:d, git@example.com:foo.git, refs/heads/b, d",
    "https://example.com/foo.git#a%20b, https://example.com/foo.git, a b, ''"
  })
  void readsRemoteRefAndFolder(String text, String remote, String ref, String folder) {
    GitReference reference = GitReference.parse(text).orElseThrow();
    assertThat(reference.remote()).isEqualTo(remote);
    assertThat(reference.ref()).isEqualTo(ref);
    assertThat(reference.folder()).isEqualTo(folder);
  }

  @Test
  void readsSwitchesWithAndWithoutValues() {
    GitReference reference =
        GitReference.parse("https://a.b/c.git?keep-git-dir&submodules=0&commit=abc").orElseThrow();
    assertThat(reference.keepGitDirectory()).isTrue();
    assertThat(reference.submodules()).isFalse();
    assertThat(reference.checksum()).isEqualTo("abc");
    assertThat(GitReference.parse("https://a.b/c.git").orElseThrow().submodules()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "depth=1, unexpected query \"depth\"",
    "ref, query \"ref\" has no value",
    "ref=a&ref=b, query \"ref\" has multiple values",
    "tag=a&branch=b, branch conflicts with tag",
    "keep-git-dir=maybe, invalid keep-git-dir value: \"maybe\"",
    "submodules=2, invalid submodules value: \"2\"",
    "ref=x&tag=y, ref conflicts: \"x\" vs \"refs/tags/y\""
  })
  void refusesWrongQueriesInBuildKitsWords(String query, String message) {
    assertThatThrownBy(() -> GitReference.parse("https://a.b/c.git?" + query))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }

  @Test
  void refusesWhatAddressAndQueryOrFlagsSayDifferently() {
    assertThatThrownBy(() -> GitReference.parse("https://a.b/c.git?ref=x#y"))
        .hasMessage("ref conflicts: \"y\" vs \"x\"");
    assertThatThrownBy(() -> GitReference.parse("https://a.b/c.git?subdir=x#y:z"))
        .hasMessage("subdir conflicts: \"z\" vs \"x\"");
    GitReference reference =
        GitReference.parse("https://a.b/c.git?keep-git-dir=1&checksum=aa").orElseThrow();
    assertThatThrownBy(() -> reference.with("", false))
        .hasMessage("inconsistent keep-git-dir configuration");
    assertThatThrownBy(() -> reference.with("bb", null))
        .hasMessage("checksum mismatch \"bb\" != \"aa\"");
  }

  @Test
  void hidesUserAndPassword() {
    GitReference reference = GitReference.parse("https://me:token@a.b/c.git#main").orElseThrow();
    assertThat(reference.shownRemote()).isEqualTo("https://xxxxx:xxxxx@a.b/c.git");
    assertThat(reference.bareRemote()).isEqualTo("https://a.b/c.git");
  }
}
