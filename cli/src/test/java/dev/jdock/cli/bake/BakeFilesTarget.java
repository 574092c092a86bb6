package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.HclException;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What {@code bake} reads, in all its languages: the first byte chooses, by its last two bits. */
public final class BakeFilesTarget implements FuzzTarget {
  private static final List<String> NAMES = List.of("b.hcl", "b.json", "c.yaml", "b");
  private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/root", "TAG", "t");

  @Override
  public void read(byte[] input, Consumer<String> told) {
    int kind = input.length == 0 ? 0 : input[0] & 3;
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Definition definition =
          DefinitionReader.read(
              List.of(new BakeFile(NAMES.get(kind), text.isEmpty() ? "" : text.substring(1))),
              new BakeVariables(Map.of("BAKE_CMD_CONTEXT", "cwd://"), ENVIRONMENT),
              "A=1",
              new MemoryFiles(Map.of("other.yml", "services: {x: {extends: y}, y: {}}")));
      PlanText.of(Plan.of(definition, List.of(), List.of("*.args.x=1"), ENVIRONMENT));
    } catch (HclException refused) {
      told.accept(refused.getMessage());
      refused.excerpt();
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
    }
  }
}
