package dev.jdock.image.build;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * RUN.
 *
 * @param base layers to run on, lowest first
 * @param script the file that {@code command} runs, where it is one of the Dockerfile's
 * @param env without the proxies, which change no result
 */
record RunOperation(
    Workshop workshop,
    List<Digest> base,
    List<String> command,
    @Nullable Document script,
    List<String> env,
    List<String> proxies,
    ImageConfig image)
    implements Operation {

  @Override
  public Digest key() {
    BuildRequest request = workshop.request();
    var hash = new KeyHash("run");
    if (script != null) {
      hash.add("script").add(script.name()).add(script.content());
    }
    return hash.addAll(base)
        .addAll(command)
        .addAll(env)
        .add(image.user())
        .add(workingDir())
        .add(request.network())
        .addAll(new TreeMap<>(request.extraHosts()).entrySet())
        .digest();
  }

  private String workingDir() {
    return image.workingDir().isEmpty() ? "/" : image.workingDir();
  }

  @Override
  public boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException {
    BuildRequest request = workshop.request();
    List<Path> lowerDirs = workshop.lowerDirs(base);
    Path scripts = script == null ? null : Download.script(script, workshop.temporary()).folder();
    var environment = new ArrayList<>(env);
    environment.addAll(proxies);
    var step =
        new StepRunner.Step(
            command,
            environment,
            image.user(),
            workingDir(),
            lowerDirs.isEmpty() ? List.of(workshop.empty()) : lowerDirs,
            session.upper(),
            session.work(),
            request.network(),
            request.extraHosts(),
            scripts == null
                ? List.of()
                : List.of(new StepRunner.ReadOnlyFolder(scripts, Instruction.Run.SCRIPTS)),
            image);
    int code =
        workshop
            .runner()
            .run(
                step,
                (standardError, bytes, length) ->
                    request.progress().output(vertex, standardError, bytes, length));
    if (code != 0) {
      throw JdockException.invalid(
          "process "
              + HistoryText.quoted(String.join(" ", command))
              + " did not complete successfully: exit code: "
              + code);
    }
    return true;
  }
}
