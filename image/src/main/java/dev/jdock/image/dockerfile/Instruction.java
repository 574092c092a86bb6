package dev.jdock.image.dockerfile;

import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Second stage: one instruction with its parts named and checked, variables still unexpanded. */
public sealed interface Instruction {

  /** Its lines in the Dockerfile. */
  SourceRange range();

  /** The instruction as written, on one line. */
  String source();

  /**
   * An argument vector, or a line for a shell.
   *
   * @param shellForm whether {@code words} (one, or none) go to SHELL
   */
  record CommandLine(List<String> words, boolean shellForm) {
    public CommandLine {
      words = List.copyOf(words);
    }

    /** The argument vector, for an image whose SHELL is {@code shell} (null for the default). */
    public List<String> arguments(@Nullable List<String> shell) {
      if (!shellForm) {
        return words;
      }
      var result =
          new ArrayList<>(shell == null || shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
      result.add(String.join(" ", words));
      return List.copyOf(result);
    }
  }

  /** A name with its value. */
  record Pair(String name, String value) {
    @Override
    public String toString() {
      return name + "=" + value;
    }
  }

  /**
   * A build argument.
   *
   * @param value default; null when there is none
   */
  record Definition(String name, @Nullable String value) {}

  /**
   * A file whose content is in the Dockerfile.
   *
   * @param expands whether variables in the content count
   */
  record Document(String name, String content, boolean expands) {}

  /**
   * What COPY and ADD have in common.
   *
   * @param chown {@code user[:group]}; empty for root
   * @param chmod octal, or symbolic as of chmod(1); empty to keep the source's
   * @param documents further sources
   */
  record Transfer(
      List<String> sources,
      String destination,
      String chown,
      String chmod,
      List<Document> documents,
      TransferOptions options) {

    /** The same to an absolute destination. */
    public Transfer to(String path) {
      return new Transfer(sources, path, chown, chmod, documents, options);
    }
  }

  /**
   * The other flags of COPY and ADD.
   *
   * @param link whether the copy is a layer of its own, whatever is below it
   * @param parents whether copies keep the folders that their sources are in
   * @param excludes patterns of what is left out
   * @param checksum digest of a file or id of a commit; empty for none
   * @param keepGitDirectory whether a repository's {@code .git} is copied; null for no flag
   * @param unpack whether archives are unpacked; null for no flag
   */
  record TransferOptions(
      boolean link,
      boolean parents,
      List<String> excludes,
      String checksum,
      @Nullable Boolean keepGitDirectory,
      @Nullable Boolean unpack) {
    public TransferOptions {
      excludes = List.copyOf(excludes);
    }
  }

  /**
   * @param image name of a base image or of an earlier stage
   * @param platform value of --platform
   * @param name of the stage, lower case
   */
  record From(
      SourceRange range,
      String source,
      String image,
      @Nullable String platform,
      @Nullable String name)
      implements Instruction {}

  /**
   * @param source with the first line of the here-document that is the command, if there is one
   * @param script the executable file that the command runs, which is in {@link #SCRIPTS} while it
   *     does; null for all other commands
   * @param mounts values of --mount, for {@link RunMounts}
   */
  record Run(
      SourceRange range,
      String source,
      CommandLine command,
      @Nullable Document script,
      List<String> mounts,
      RunSandbox sandbox)
      implements Instruction {

    /** Where scripts are, in the root file system of a RUN. */
    public static final String SCRIPTS = "/dev/pipes";
  }

  record Cmd(SourceRange range, String source, CommandLine command) implements Instruction {}

  record Entrypoint(SourceRange range, String source, CommandLine command) implements Instruction {}

  /**
   * @param from a stage's name or number, or an image; empty for the build context
   */
  record Copy(SourceRange range, String source, Transfer transfer, String from)
      implements Instruction {}

  record Add(SourceRange range, String source, Transfer transfer) implements Instruction {}

  record Env(SourceRange range, String source, List<Pair> pairs) implements Instruction {}

  record Arg(SourceRange range, String source, List<Definition> definitions)
      implements Instruction {}

  record Label(SourceRange range, String source, List<Pair> pairs) implements Instruction {}

  /**
   * @param ports {@code 80}, {@code 8000-8010/udp} …, sorted
   */
  record Expose(SourceRange range, String source, List<String> ports) implements Instruction {}

  record Volume(SourceRange range, String source, List<String> paths) implements Instruction {}

  record User(SourceRange range, String source, String user) implements Instruction {}

  record Workdir(SourceRange range, String source, String path) implements Instruction {}

  record Shell(SourceRange range, String source, List<String> shell) implements Instruction {}

  record StopSignal(SourceRange range, String source, String signal) implements Instruction {}

  record Healthcheck(SourceRange range, String source, HealthCheck check) implements Instruction {}

  /**
   * @param expression the instruction to run in builds on top of this image
   */
  record Onbuild(SourceRange range, String source, String expression) implements Instruction {}

  record Maintainer(SourceRange range, String source, String name) implements Instruction {}
}
