package dev.jdock.api.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SolvesTest {
  private final Solves solves = new Solves();

  private Solve finished(String ref) {
    Solve solve = solves.of("user me", ref);
    solve.begin(ProtoMessage.EMPTY);
    solve.tell(new ProtoWriter().text(1, "step of " + ref));
    solve.end();
    solves.end(solve);
    return solve;
  }

  @Test
  void whoeverAsksAfterTheEndLearnsAllAndDoesNotWait() throws Exception {
    finished("a");
    List<byte[]> told = new ArrayList<>();
    solves.of("user me", "a").watch(message -> told.add(message.toBytes()));
    assertThat(told).hasSize(1);
    assertThat(ProtoMessage.parse(told.getFirst()).text(1)).isEqualTo("step of a");
  }

  @Test
  void remembersNotAllThatIsOver() {
    Solve first = finished("0");
    for (int i = 1; i <= 100; i++) {
      finished(Integer.toString(i));
    }
    assertThat(solves.of("user me", "0")).isNotSameAs(first);
  }

  @Test
  void buildsOfAnotherUserAreOthers() {
    Solve mine = finished("a");
    assertThat(solves.of("user me", "a")).isSameAs(mine);
    assertThat(solves.of("user other", "a")).isNotSameAs(mine);
  }

  @Test
  void isBegunOnce() {
    Solve solve = solves.of("user me", "a");
    solve.begin(ProtoMessage.EMPTY);
    assertThatThrownBy(() -> solve.begin(ProtoMessage.EMPTY))
        .isInstanceOf(GrpcFailure.class)
        .hasMessage("build a was begun already");
  }

  @Test
  void answersWhatWasBuiltWhenTheClientGivesItBack() throws Exception {
    Solve solve = solves.of("user me", "a");
    solve.built(Map.of("containerimage.digest", "sha256:1"));
    solve.giveBack(null);
    assertThat(solve.result()).containsEntry("containerimage.digest", "sha256:1");
  }

  @Test
  void keepsTheFirstFailure() {
    Solve solve = solves.of("user me", "a");
    solve.failed(new GrpcFailure(GrpcFailure.UNKNOWN, "the build's"));
    solve.giveBack(new GrpcFailure(GrpcFailure.UNKNOWN, "the client's"));
    assertThatThrownBy(solve::result).hasMessage("the build's");
  }
}
