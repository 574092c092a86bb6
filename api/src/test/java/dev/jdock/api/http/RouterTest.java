package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Handler NOTHING = (request, response) -> {};

  private static @Nullable Map<String, String> match(String pattern, String path) {
    return new RoutePattern(pattern).match(List.of(path.substring(1).split("/", -1)));
  }

  @Test
  void bindsNamesToSegments() {
    assertThat(match("/exec/{id}/json", "/exec/abc/json")).containsExactly(entry("id", "abc"));
    assertThat(match("/_ping", "/_ping")).isEmpty();
  }

  @Test
  void bindsANameWithDotsToSeveralSegments() {
    assertThat(match("/images/{name...}/json", "/images/a/b/c:1/json"))
        .containsExactly(entry("name", "a/b/c:1"));
    assertThat(match("/images/{name...}/json", "/images/json/json"))
        .containsExactly(entry("name", "json"));
    assertThat(match("/images/{name...}", "/images/a")).containsExactly(entry("name", "a"));
    // As a client asks that takes a name from a list of containers.
    assertThat(match("/containers/{id...}/json", "/containers//web/json"))
        .containsExactly(entry("id", "/web"));
  }

  @Test
  void matchesWholePathsAlone() {
    assertThat(match("/exec/{id}/json", "/exec/abc")).isNull();
    assertThat(match("/exec/{id}/json", "/exec/abc/json/x")).isNull();
    assertThat(match("/exec/{id}/json", "/exec/abc/JSON")).isNull();
    assertThat(match("/exec/{id}/json", "/exec/abc/json/")).isNull();
    assertThat(match("/images/{name...}/json", "/images/json")).isNull();
  }

  @Test
  void matchesNoEmptyNames() {
    assertThat(match("/exec/{id}/json", "/exec//json")).isNull();
    assertThat(match("/images/{name...}/json", "/images//json")).isNull();
  }

  @Test
  void takesTheFirstRouteThatMatches() {
    Router router =
        new Router()
            .add("GET", "/images/json", Manner.BRIEF, NOTHING)
            .add("GET", "/images/{name...}", Manner.WORK, NOTHING);
    Router.Match list = router.match("GET", List.of("images", "json"));
    assertThat(list).isNotNull();
    assertThat(list.manner()).isEqualTo(Manner.BRIEF);
    Router.Match other = router.match("GET", List.of("images", "jason"));
    assertThat(other).isNotNull();
    assertThat(other.manner()).isEqualTo(Manner.WORK);
    assertThat(router.match("POST", List.of("images", "json"))).isNull();
    assertThat(router.names()).containsExactly("GET /images/json", "GET /images/{name...}");
  }
}
