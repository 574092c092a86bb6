package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.template.Token.Kind;
import java.io.IOException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One execution of a template: walks the tree and writes what {@link Evaluation} finds. */
final class Execution {
  private static final int MAX_DEPTH = 500;

  /** A number is no list that the template was given. */
  private static final int MOST_ROUNDS = 100_000;

  private final Frame frame;
  private final Evaluation evaluation;
  private final Appendable out;
  private int depth;

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  Execution(Frame frame, boolean missingKeyFails, Appendable out) {
    this.frame = frame;
    this.evaluation = new Evaluation(frame, missingKeyFails);
    this.out = out;
  }

  void run(@Nullable Object data) throws IOException {
    frame.declare("$", data);
    Node.Sequence body = frame.body();
    if (body != null) {
      walk(data, body);
    }
  }

  /** Of templates in templates and what is in these: the engine's threads have small stacks. */
  private Flow walk(@Nullable Object dot, Node node) throws IOException {
    if (++depth > MAX_DEPTH) {
      throw frame.error("exceeded maximum template depth (" + MAX_DEPTH + ")");
    }
    Flow flow = step(dot, node);
    depth--;
    return flow;
  }

  private Flow step(@Nullable Object dot, Node node) throws IOException {
    frame.at(node);
    // No switch over types: a first list would wait for the JVM to assemble it.
    if (node instanceof Node.Text part) {
      out.append(part.text());
    } else if (node instanceof Node.Action action) {
      act(dot, action);
    } else if (node instanceof Node.Sequence sequence) {
      return walkAll(dot, sequence);
    } else if (node instanceof Node.Branch branch) {
      int mark = frame.mark();
      Flow flow = branch.kind() == Kind.RANGE ? range(dot, branch) : choose(dot, branch);
      frame.rewind(mark);
      return flow;
    } else if (node instanceof Node.Break) {
      return Flow.BREAK;
    } else if (node instanceof Node.Continue) {
      return Flow.CONTINUE;
    } else if (node instanceof Node.Call call) {
      call(dot, call);
    } else {
      throw frame.error("unknown node: " + node);
    }
    return Flow.ON;
  }

  private void act(@Nullable Object dot, Node.Action action) throws IOException {
    Object value = evaluation.pipeline(dot, action.pipe());
    if (action.pipe().declared().isEmpty()) {
      out.append(GoFormat.print(value == null ? GoValue.ABSENT : value));
    }
  }

  private Flow walkAll(@Nullable Object dot, Node.Sequence sequence) throws IOException {
    for (Node child : sequence.nodes()) {
      Flow flow = walk(dot, child);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow choose(@Nullable Object dot, Node.Branch branch) throws IOException {
    Object value = evaluation.pipeline(dot, branch.pipe());
    if (GoValue.truth(value)) {
      return walk(branch.kind() == Kind.WITH ? value : dot, branch.body());
    }
    return branch.otherwise() == null ? Flow.ON : walk(dot, branch.otherwise());
  }

  private Flow range(@Nullable Object dot, Node.Branch branch) throws IOException {
    Object value = evaluation.pipeline(dot, branch.pipe());
    int mark = frame.mark();
    boolean any = false;
    for (Map.Entry<Object, ? extends @Nullable Object> item : items(branch.pipe(), value)) {
      any = true;
      bind(branch.pipe(), item.getKey(), GoValue.of(item.getValue()));
      Flow flow = walk(GoValue.of(item.getValue()), branch.body());
      frame.rewind(mark);
      if (flow == Flow.BREAK) {
        break;
      }
    }
    if (!any && branch.otherwise() != null) {
      return walk(dot, branch.otherwise());
    }
    return Flow.ON;
  }

  private List<Map.Entry<Object, @Nullable Object>> items(Node.Pipe pipe, @Nullable Object value) {
    List<Map.Entry<Object, @Nullable Object>> items = new ArrayList<>();
    switch (value) {
      case null -> {}
      case List<?> list -> list.forEach(item -> items.add(entry((long) items.size(), item)));
      case Map<?, ?> map ->
          GoFormat.sorted(map).forEach((key, item) -> items.add(entry(key, item)));

      case Long count -> {
        if (pipe.declared().size() > 1) {
          throw frame.error("can't use " + count + " to iterate over more than one variable");
        }
        if (count > MOST_ROUNDS) {
          throw frame.error("range can't iterate over more than " + MOST_ROUNDS);
        }
        for (long i = 0; i < count; i++) {
          items.add(entry(i, i));
        }
      }
      default -> {
        if (!(value instanceof Absent)) {
          throw frame.error("range can't iterate over " + GoFormat.print(value));
        }
      }
    }
    return items;
  }

  private static Map.Entry<Object, @Nullable Object> entry(Object key, @Nullable Object value) {
    return new AbstractMap.SimpleImmutableEntry<>(key, value);
  }

  /**
   * The pipeline has pushed its variables with the whole value; each round gives them the item, and
   * its index if there are two.
   */
  private void bind(Node.Pipe pipe, Object index, @Nullable Object item) {
    List<Node.Variable> names = pipe.declared();
    if (names.isEmpty()) {
      return;
    }
    frame.set(names.getLast().names().getFirst(), item);
    if (names.size() > 1) {
      frame.set(names.getFirst().names().getFirst(), index);
    }
  }

  private void call(@Nullable Object dot, Node.Call call) throws IOException {
    Node.Sequence body = frame.template(call.name());
    if (body == null) {
      throw frame.error("template " + GoQuote.quote(call.name()) + " not defined");
    }
    Object argument = call.pipe() == null ? GoValue.ABSENT : evaluation.pipeline(dot, call.pipe());
    frame.enter(call.name(), argument);
    walk(argument, body);
    frame.leave();
  }
}
