package dev.jdock.image.dockerfile;

import dev.jdock.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A Dockerfile, the words of its lines expanded, and each line as a change of a commit. */
public final class DockerfileTarget implements FuzzTarget {
  private static final Map<String, String> VALUES = Map.of("A", "a b", "EMPTY", "", "P", "a/b/a");

  @Override
  public void read(byte[] input, Consumer<String> told) {
    Dockerfile dockerfile = Dockerfile.parse("Dockerfile", input);
    Expander expander = new Expander(dockerfile.escape());
    for (String line : new String(input, StandardCharsets.UTF_8).lines().toList()) {
      Refusable.tell(told, () -> expander.expand(line, VALUES::get));
      Refusable.tell(told, () -> expander.forDisplay().expand(line, VALUES::get));
      Refusable.tell(told, () -> Dockerfile.parseChanges(List.of(line)));
    }
    Expander documents = Expander.forDocuments();
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      for (Instruction instruction : stage.instructions()) {
        Refusable.tell(
            told,
            () ->
                Expansion.of(
                    instruction,
                    word -> expander.expand(word, VALUES::get),
                    text -> documents.expand(text, VALUES::get)));
        if (instruction instanceof Instruction.Onbuild onbuild) {
          Refusable.tell(
              told,
              () ->
                  Dockerfile.parseTrigger(
                      dockerfile.source(), stage.from().range(), onbuild.expression()));
        }
      }
    }
  }
}
