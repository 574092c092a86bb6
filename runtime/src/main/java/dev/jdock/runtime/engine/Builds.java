package dev.jdock.runtime.engine;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.build.cache.KeptContext;
import dev.jdock.image.build.git.GitAccess;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Image builds. */
public interface Builds {
  /**
   * Builds, telling {@code request.progress()} what happens. Interrupting the thread cancels.
   *
   * @return the image's id, {@code sha256:…}
   */
  String build(BuildRequest request) throws InterruptedException;

  /**
   * Makes a base image of what the mirror of a distribution has, without a registry, and tells
   * {@code request.progress()} what happens. Interrupting the thread cancels.
   *
   * @return the image's id, {@code sha256:…}
   * @throws dev.jdock.image.error.JdockException NOT_FOUND for a suite that the mirror does not
   *     have, FORBIDDEN for files that are not signed or not those that were signed, UNAVAILABLE
   *     where the mirror cannot be reached
   */
  String bootstrap(BootstrapRequest request) throws InterruptedException;

  /**
   * Looks for what is wrong with a Dockerfile without building it: in the target and what it is
   * made of, or, when no target is given, in all stages.
   */
  LintResult lint(BuildRequest request) throws InterruptedException;

  /** Tells what the target takes from outside: arguments, secrets, agents. */
  Outline outline(BuildRequest request) throws InterruptedException;

  /** Lists the stages of a Dockerfile. */
  TargetList targets(BuildRequest request) throws InterruptedException;

  /**
   * Reads a stream to its end and keeps what came as a build's context; the caller closes it.
   *
   * @param in an archive, plain or compressed, or a Dockerfile without anything beside it
   */
  ReceivedContext receive(InputStream in);

  /**
   * Takes what an earlier build has left of a client's folder, to bring it up to date; the caller
   * closes it.
   *
   * @param key of the client and its folder, of the client's choice; empty for one that is not kept
   * @param name of the folder in the client's words
   */
  KeptContext keep(String key, String name);

  /**
   * Fetches a build's context from a repository or a web server; the caller closes it.
   *
   * @param url in any form that {@code docker build} takes
   * @param access what the user lends for it
   */
  ReceivedContext fetch(String url, GitAccess access, BuildProgress progress)
      throws InterruptedException;

  /**
   * Forgets results of former builds.
   *
   * @throws dev.jdock.image.error.JdockException INVALID for a filter that makes no sense,
   *     NOT_IMPLEMENTED for one that is not looked at here
   */
  Pruned prune(BuildPrune request);

  /**
   * Writes the files of a cache mount as a plain tar archive: owners, modes, whole seconds and file
   * capabilities.
   *
   * @param id of the mount, or the beginning of its record's
   * @throws dev.jdock.image.error.JdockException NOT_FOUND where there is none
   */
  void exportMount(String id, OutputStream archive) throws InterruptedException;

  /**
   * Makes a cache mount of an archive, plain or compressed, for the first step that asks for the
   * id; it takes the place of those of that id. An archive that is damaged changes nothing.
   *
   * @throws dev.jdock.image.error.JdockException CONFLICT where a step uses one of these, INVALID
   *     for what is no archive
   */
  void importMount(String id, InputStream archive) throws InterruptedException;

  /**
   * What the steps of one build depend on that those of another did not, a line for each step.
   *
   * @param before the id of a build, or an image that one came to
   * @param after likewise
   * @throws dev.jdock.image.error.JdockException NOT_FOUND where no such build is remembered
   */
  List<String> compare(String before, String after);
}
