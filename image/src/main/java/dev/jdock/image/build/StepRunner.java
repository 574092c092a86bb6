package dev.jdock.image.build;

import dev.jdock.image.oci.ImageConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the command of one RUN instruction; implemented by the runtime. */
public interface StepRunner {

  /**
   * @param command the argument vector, shell form already expanded with SHELL
   * @param env {@code NAME=value} pairs: the image's, and the build arguments in force
   * @param user as in USER, resolved in the root file system; empty for root
   * @param workingDir absolute path, made when it is missing
   * @param lowerDirs unpacked layers, uppermost first
   * @param upperDir receives what the command changes, in overlayfs form
   * @param workDir overlayfs' workdir, empty, on the same file system as {@code upperDir}
   * @param network {@code default}, {@code none} or {@code host}
   * @param extraHosts name to address
   * @param folders of the host that the command sees while it runs
   */
  record Step(
      List<String> command,
      List<String> env,
      String user,
      String workingDir,
      List<Path> lowerDirs,
      Path upperDir,
      Path workDir,
      String network,
      Map<String, String> extraHosts,
      List<ReadOnlyFolder> folders,
      ImageConfig image) {}

  /**
   * A folder of the host, seen in the root file system at {@code target}, an absolute path; nothing
   * of it stays there.
   */
  record ReadOnlyFolder(Path source, String target) {}

  /**
   * Runs the step to its end and writes its output to {@code output}.
   *
   * @return its exit code; 128 plus the signal's number when a signal ended it
   * @throws dev.jdock.image.error.JdockException when the command could not be started
   * @throws InterruptedException when the build was cancelled; the process has ended then
   */
  int run(Step step, StepOutput output) throws InterruptedException;

  /** Receives a step's output as it comes, from one thread. */
  interface StepOutput {
    void write(boolean standardError, byte[] bytes, int length);
  }
}
