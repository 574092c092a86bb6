package dev.jdock.cli.command.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.cli.Invocation;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class ParserTest {
  private final Surface.Entry entry =
      new Surface.Entry("try", "jdock try [OPTIONS] WORD...", List.of(), List.of());
  private final Try template = new Try();
  private final Parser parser = new Parser(entry, template);

  @Test
  void fillsInTheActionAndItsMixins() {
    Try action = parsed("-q", "--label", "a", "--label", "b", "--depth", "7", "--size", "3", "x");
    assertThat(action.quiet).isTrue();
    assertThat(action.labels).containsExactly("a", "b");
    assertThat(action.outer.depth).isEqualTo(7);
    assertThat(action.outer.inner.size).isEqualTo(3);
    assertThat(action.arguments()).containsExactly("x");
    assertThat(action.given()).containsExactlyInAnyOrder("--quiet", "--label", "--depth", "--size");
  }

  @Test
  void actionHasNothingOfAnEarlierCall() {
    Try first = parsed("-q", "--label", "a", "--depth", "7", "x", "y");
    Try second = parsed("--label", "b", "z");
    assertThat(second.quiet).isFalse();
    assertThat(second.labels).containsExactly("b");
    assertThat(second.outer.depth).isEqualTo(1);
    assertThat(second.arguments()).containsExactly("z");
    assertThat(second.given()).containsExactly("--label");
    assertThat(first.labels).containsExactly("a");
    assertThat(first.arguments()).containsExactly("x", "y");
  }

  @Test
  void callThatFailsLeavesNothingToTheNext() {
    assertThatThrownBy(() -> parsed("--label", "a", "--nonsense", "x"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("unknown flag: --nonsense");
    assertThat(parsed("x").labels).isEmpty();
  }

  @Test
  void flagsWithASetterAreFilledInToo() {
    assertThat(parsed("--slow", "--pace", "7", "x").pace.value).isEqualTo(7);
    assertThat(parsed("--pace", "7", "--slow", "x").pace.value).isEqualTo(1);
    assertThat(parsed("x").pace.value).isEqualTo(3);
  }

  @Test
  void keepsNothingOfWhatWasSaid() {
    Try _ = parsed("--label", "password", "x");
    assertThat(template.labels).isEmpty();
    assertThat(template.arguments()).isEmpty();
  }

  private Try parsed(String... words) {
    Try action = new Try();
    assertThat(parser.parse(List.of(words), action)).isEqualTo(Parser.Outcome.RUN);
    return action;
  }

  private static final class Try extends Action {
    @Option(names = {"-q", "--quiet"})
    private boolean quiet;

    @Option(names = "--label")
    private List<String> labels = new ArrayList<>();

    @Mixin private Outer outer = new Outer();
    @Mixin private Pace pace = new Pace();

    Try() {
      super(Arity.atLeast(1));
    }

    @Override
    public int run(Engine engine, Invocation invocation) {
      return 0;
    }
  }

  private static final class Outer {
    @Option(names = "--depth")
    private int depth = 1;

    @Mixin private Inner inner = new Inner();
  }

  private static final class Pace {
    private int value = 3;

    @Option(names = "--pace")
    void setPace(int wanted) {
      value = wanted;
    }

    @Option(names = "--slow")
    void setSlow(boolean slow) {
      value = slow ? 1 : 3;
    }
  }

  private static final class Inner {
    @Option(names = "--size")
    private int size;
  }
}
