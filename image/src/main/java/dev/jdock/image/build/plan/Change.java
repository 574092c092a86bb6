package dev.jdock.image.build.plan;

import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.dockerfile.RunSandbox;
import dev.jdock.image.oci.ImageConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does to the files it begins with, with all variables replaced. */
public sealed interface Change {

  /**
   * A mount of RUN.
   *
   * @param target absolute
   * @param tree what it takes files from
   */
  record Mount(RunMount mount, String target, Tree tree) {}

  /**
   * RUN.
   *
   * @param script the file that {@code command} runs, where it is one of the Dockerfile's
   * @param env without the proxies, which change no result
   * @param sandbox as the instruction's flags say
   * @param output a folder, empty at first, in which the command leaves what the step comes to;
   *     null where that is the root file system
   */
  record Run(
      List<String> command,
      @Nullable Document script,
      List<String> env,
      List<String> proxies,
      ImageConfig image,
      RunSandbox sandbox,
      List<Mount> mounts,
      ConfidentialMounts confidential,
      @Nullable String output)
      implements Change {}

  /**
   * COPY and ADD.
   *
   * @param transfer its destination absolute
   */
  record Files(String keyword, Transfer transfer, Tree source) implements Change {

    /** Whether the copy knows nothing of the layers below; BuildKit wants no mode to be set. */
    public boolean apart() {
      return transfer.options().link() && transfer.chmod().isEmpty();
    }
  }

  /**
   * The part of WORKDIR that makes the directory.
   *
   * @param path absolute
   */
  record Workdir(String path, String user) implements Change {}

  /** What it reads besides the files it begins with. */
  default List<Tree> reads() {
    return switch (this) {
      case Run run -> run.mounts().stream().map(Mount::tree).toList();
      case Files files -> List.of(files.source());
      case Workdir _ -> List.of();
    };
  }
}
