package dev.jdock.image.build;

import dev.jdock.image.dockerfile.RunSandbox.RunDevice;
import dev.jdock.image.oci.ImageConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * @param network {@code default}, {@code none}, {@code host} or a user's
   * @param extraHosts name to address
   * @param mounts what is mounted besides; the upper directory need not have their targets
   * @param sandbox what else confines it
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
      ImageConfig image,
      List<Mount> mounts,
      Sandbox sandbox) {

    /** The same with other variables and another command. */
    public Step with(List<String> variables, List<String> other) {
      return new Step(
          other,
          variables,
          user,
          workingDir,
          lowerDirs,
          upperDir,
          workDir,
          network,
          extraHosts,
          image,
          mounts,
          sandbox);
    }
  }

  /**
   * What the command may do, and how much of the machine it may use.
   *
   * @param insecure whether it may do whatever root of the host may
   * @param security options as of containers
   * @param devices that it gets besides, if they are among those that are allowed
   */
  record Sandbox(
      boolean insecure,
      List<String> security,
      List<RunDevice> devices,
      AllowedDevices allowedDevices,
      StepLimits limits) {
    /** As it is without any flag. */
    public static final Sandbox DEFAULT =
        new Sandbox(false, List.of(), List.of(), AllowedDevices.NONE, StepLimits.NONE);
  }

  /** Something to mount into the root file system of a step. */
  sealed interface Mount {
    /** Absolute path, resolved in the root file system; made when it is missing. */
    String target();
  }

  /**
   * A file or folder of a tree that is made of layers.
   *
   * @param lowerDirs uppermost first; two at least where there is no upper directory
   * @param upperDir receives what the command changes; null together with {@code workDir} for none
   * @param path in the tree, which it does not leave by any link
   */
  record LayersMount(
      String target,
      List<Path> lowerDirs,
      @Nullable Path upperDir,
      @Nullable Path workDir,
      String path,
      boolean readOnly)
      implements Mount {}

  /**
   * A file or folder of a tree that is a folder of the host.
   *
   * @param path in the folder, which it does not leave by any link
   */
  record FolderMount(String target, Path folder, String path, boolean readOnly) implements Mount {}

  /**
   * A file system in memory.
   *
   * @param size in bytes; 0 for the kernel's default
   */
  record MemoryMount(String target, long size, boolean readOnly) implements Mount {}

  /**
   * A file that is in memory only, and read-only.
   *
   * @param mode permission bits
   */
  record SecretMount(String target, HiddenBytes content, int uid, int gid, int mode)
      implements Mount {}

  /**
   * Runs the step to its end and writes its output to {@code output}.
   *
   * @return its exit code; 128 plus the signal's number when a signal ended it
   * @throws dev.jdock.image.error.JdockException when the command could not be started
   * @throws InterruptedException when the build was cancelled; the process has ended then
   */
  int run(Step step, StepOutput output) throws InterruptedException;

  /**
   * Runs a shell of the user's as the step's command.
   *
   * @return its exit code
   * @throws InterruptedException when the build was cancelled; the shell has ended then
   */
  int interact(Step step, StepDebugger.Console console) throws InterruptedException;

  /** Receives a step's output as it comes, from one thread. */
  interface StepOutput {
    void write(boolean standardError, byte[] bytes, int length);
  }
}
