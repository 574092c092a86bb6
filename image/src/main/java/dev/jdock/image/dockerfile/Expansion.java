package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.Instruction.Pair;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.dockerfile.Instruction.TransferOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which words of which instructions are expanded; commands are left to their shells. */
public final class Expansion {
  private Expansion() {}

  /** The instruction with {@code word} applied wherever a Dockerfile has variables. */
  public static Instruction of(Instruction instruction, UnaryOperator<String> word) {
    return of(instruction, word, word);
  }

  /**
   * The instruction with {@code word} applied wherever a Dockerfile has variables.
   *
   * @param document applied to what is copied out of the Dockerfile itself, where quotes are text
   */
  public static Instruction of(
      Instruction instruction, UnaryOperator<String> word, UnaryOperator<String> document) {
    return switch (instruction) {
      case Instruction.Copy c ->
          new Instruction.Copy(
              c.range(), c.source(), transfer(c.transfer(), word, document), c.from());
      case Instruction.Add a ->
          new Instruction.Add(a.range(), a.source(), transfer(a.transfer(), word, document));
      case Instruction.Env e -> new Instruction.Env(e.range(), e.source(), pairs(e.pairs(), word));
      case Instruction.Label l ->
          new Instruction.Label(l.range(), l.source(), pairs(l.pairs(), word));
      case Instruction.Expose e ->
          new Instruction.Expose(e.range(), e.source(), ports(e.ports(), word));
      case Instruction.Volume v ->
          new Instruction.Volume(v.range(), v.source(), v.paths().stream().map(word).toList());
      case Instruction.User u -> new Instruction.User(u.range(), u.source(), word.apply(u.user()));
      case Instruction.Workdir w ->
          new Instruction.Workdir(w.range(), w.source(), word.apply(w.path()));
      case Instruction.StopSignal s ->
          new Instruction.StopSignal(s.range(), s.source(), word.apply(s.signal()));
      // FROM and ARG have their own scopes, which the build knows.
      case Instruction.From f -> f;
      case Instruction.Arg a -> a;
      case Instruction.Run r -> r;
      case Instruction.Cmd c -> c;
      case Instruction.Entrypoint e -> e;
      case Instruction.Shell s -> s;
      case Instruction.Healthcheck h -> h;
      case Instruction.Onbuild o -> o;
      case Instruction.Maintainer m -> m;
    };
  }

  private static Transfer transfer(
      Transfer transfer, UnaryOperator<String> word, UnaryOperator<String> document) {
    return new Transfer(
        transfer.sources().stream().map(word).toList(),
        word.apply(transfer.destination()),
        word.apply(transfer.chown()),
        word.apply(transfer.chmod()),
        transfer.documents().stream().map(d -> document(d, document)).toList(),
        options(transfer.options(), word));
  }

  private static TransferOptions options(TransferOptions options, UnaryOperator<String> word) {
    return new TransferOptions(
        options.link(),
        options.parents(),
        options.excludes().stream().map(word).toList(),
        word.apply(options.checksum()),
        options.keepGitDirectory(),
        options.unpack());
  }

  private static Document document(Document document, UnaryOperator<String> text) {
    return document.expands()
        ? new Document(document.name(), text.apply(document.content()), true)
        : document;
  }

  private static List<Pair> pairs(List<Pair> pairs, UnaryOperator<String> word) {
    return pairs.stream().map(p -> new Pair(word.apply(p.name()), word.apply(p.value()))).toList();
  }

  /** A variable may hold several ports, unless it is quoted. */
  private static List<String> ports(List<String> ports, UnaryOperator<String> word) {
    var result = new ArrayList<String>();
    for (String port : ports) {
      String expanded = word.apply(port);
      if (port.contains("\"")) {
        result.add(expanded);
        continue;
      }
      for (String single : expanded.strip().split("\\s+", -1)) {
        if (!single.isEmpty()) {
          result.add(single);
        }
      }
    }
    return result;
  }
}
