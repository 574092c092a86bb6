package dev.jdock.api.buildkit;

import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.BuildRequest.DockerfileSource;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.NumberedProgress;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credentials;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes an engine's build of what a client asks of BuildKit's frontend for Dockerfiles. */
final class Frontend {
  private static final String IGNORE = ".dockerignore";

  /** The client has left out what is to be ignored. */
  private static final List<Path> NOTHING_TO_IGNORE = List.of(Path.of("/dev/null"));

  private static final String LOAD_REMOTE = "[internal] load remote build context";
  private static final String SESSION_HOST = "buildkit-session";

  private final Builds builds;
  private final Session session;
  private final BuildOptions options;
  private final SolveRequest solve;
  private final Besides besides;
  private final Map<String, String> environment;
  private final ContextFiles files;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger own = new AtomicInteger();
  private final BuildProgress progress;
  private final List<BuildContext> opened = new ArrayList<>();

  /**
   * @param besides what is not among the options
   * @param environment the engine's own, for the proxies
   * @param status is told of the build
   */
  Frontend(
      Builds builds,
      Session session,
      BuildOptions options,
      SolveRequest solve,
      Besides besides,
      Map<String, String> environment,
      BuildProgress status) {
    this.builds = builds;
    this.session = session;
    this.options = options;
    this.solve = solve;
    this.besides = besides;
    this.environment = environment;
    this.files = new ContextFiles(builds, session);
    this.progress = status;
  }

  /**
   * What a client can say of a build without gRPC only.
   *
   * @param limits of the steps
   * @param security options of the steps, as {@code --security-opt} has them
   * @param logins where the session lends none
   * @param body the context, which comes with the request itself; null where the options say where
   *     it is
   */
  record Besides(
      StepLimits limits, List<String> security, Credentials logins, @Nullable Body body) {
    static Besides nothing(BuildOptions options) {
      return new Besides(options.limits(), List.of(), Credentials.none(), null);
    }
  }

  /** A context that comes with a request. */
  @FunctionalInterface
  interface Body {
    ReceivedContext receive() throws InterruptedException;
  }

  /** What stands in a Dockerfile, and where it is. */
  record Source(BuildContext context, DockerfileSource dockerfile) {}

  /** Works with the build's request; what was fetched for it is there so long. */
  @FunctionalInterface
  interface Use<T> {
    T with(BuildRequest request) throws IOException, InterruptedException;
  }

  <T> T use(Use<T> use) throws IOException, InterruptedException {
    try {
      Source source = source();
      return use.with(request(source));
    } finally {
      opened.forEach(BuildContext::close);
    }
  }

  private BuildRequest request(Source source) throws IOException, InterruptedException {
    String text = new String(source.dockerfile().content(), StandardCharsets.UTF_8);
    String fresh = options.text("no-cache");
    return new BuildRequest(
        source.context(),
        source.dockerfile(),
        solve.names(),
        options.all("build-arg:"),
        options.all("label:"),
        options.orNull("target"),
        options.has("no-cache") && fresh.isEmpty(),
        options.text("image-resolve-mode").equals("pull"),
        options.network(),
        options.extraHosts(),
        options.platform(),
        new Access(LentLogins.of(session, besides.logins()), environment),
        new NumberedProgress(progress, numbers, name -> name),
        new RunOptions(
            LentSecrets.of(session, text),
            LentAgents.of(session, text),
            solve.entitlements(),
            RunOptions.none().devices(),
            besides.security(),
            besides.limits(),
            null),
        new SolveOptions(options.list("no-cache"), false, false),
        solve.outputs(files, session, options),
        contexts());
  }

  private Source source() throws IOException, InterruptedException {
    String context = options.text("context");
    String name = options.orElse("filename", "Dockerfile");
    Body body = besides.body();
    if (body == null && context.isEmpty()) {
      return local(name);
    }
    ReceivedContext received = body == null ? remote(context) : sent(body);
    byte[] alone = received.dockerfile();
    if (alone != null) {
      return new Source(received, unignored("Dockerfile", alone));
    }
    return new Source(received, unignored(fileName(name), received.dockerfile(name)));
  }

  private ReceivedContext sent(Body body) throws InterruptedException {
    return told(LOAD_REMOTE, "", _ -> opened(body.receive()));
  }

  private ReceivedContext remote(String context) throws InterruptedException {
    URI address = context.startsWith("http://") ? URI.create(context) : null;
    if (address != null && SESSION_HOST.equals(address.getHost())) {
      return told(
          LOAD_REMOTE,
          "transferring context:",
          bytes -> opened(files.upload(SESSION_HOST, address.getPath(), bytes)));
    }
    return opened(
        builds.fetch(
            context,
            GitAccess.anonymous(environment),
            new NumberedProgress(progress, numbers, step -> step)));
  }

  /** Both from the client's folders, which may be two. */
  private Source local(String name) throws IOException, InterruptedException {
    String folder = options.orElse("dockerfilekey", "dockerfile");
    // Of the Dockerfile and its patterns the build itself tells.
    ReceivedContext definition = opened(files.some(folder, List.of(name, name + IGNORE)));
    byte[] text;
    try {
      text = definition.dockerfile(name);
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(),
          "failed to solve: failed to read dockerfile: open "
              + name
              + ": no such file or directory",
          e);
    }
    String context = options.orElse("contextkey", "context");
    byte[] ignored = ignored(definition, name, context);
    SyncedContext synced =
        synced(
            context,
            "[internal] load build context",
            "transferring context:",
            IgnorePatterns.read(new String(ignored, StandardCharsets.UTF_8)));
    // Nothing of theirs is there, but rules for Dockerfiles look at them.
    Path patterns = Files.createTempFile(definition.directory(), "ignored", "");
    Files.write(patterns, ignored);
    return new Source(synced, new DockerfileSource(fileName(name), text, List.of(patterns)));
  }

  /** One that is brought up to date when the build needs it. */
  private SyncedContext synced(String folder, String step, String part, List<String> excluded) {
    return opened(
        new SyncedContext(
            files.kept(folder),
            (kept, paths) -> {
              long _ =
                  told(
                      step,
                      part,
                      bytes -> {
                        bytes[0] = files.update(kept, folder, excluded, paths);
                        return bytes[0];
                      });
            },
            options.repository()));
  }

  private static String fileName(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }

  private static DockerfileSource unignored(String name, byte[] text) {
    return new DockerfileSource(name, text, NOTHING_TO_IGNORE);
  }

  /** Patterns of the Dockerfile's own file before those of the context. */
  private byte[] ignored(ReceivedContext definition, String name, String context)
      throws IOException, InterruptedException {
    byte[] own = textOrNull(definition, name + IGNORE);
    byte[] found =
        own == null ? textOrNull(opened(files.some(context, List.of(IGNORE))), IGNORE) : own;
    return found == null ? new byte[0] : found;
  }

  private static byte @Nullable [] textOrNull(ReceivedContext folder, String name)
      throws IOException {
    try {
      return folder.dockerfile(name);
    } catch (JdockException e) {
      return null;
    }
  }

  /** Fetches something, and says how many bytes it was. */
  private interface Fetching<T> {
    T fetch(long[] bytes) throws InterruptedException;
  }

  /**
   * @param part empty where nobody counts the bytes
   */
  private <T> T told(String name, String part, Fetching<T> fetching) throws InterruptedException {
    // Beside the numbers of the build's own steps, which begin anew.
    BuildProgress steps = new NumberedProgress(progress, numbers, step -> step);
    Vertex vertex = new Vertex(own.incrementAndGet(), name);
    steps.started(vertex);
    long[] bytes = new long[1];
    String error = "CANCELED";
    try {
      T fetched = fetching.fetch(bytes);
      if (!part.isEmpty()) {
        steps.part(vertex, part, bytes[0]);
      }
      error = null;
      return fetched;
    } catch (JdockException e) {
      error = e.getMessage();
      throw e;
    } finally {
      steps.finished(vertex, error);
    }
  }

  private <T extends BuildContext> T opened(T context) {
    opened.add(context);
    return context;
  }

  private NamedContexts contexts() throws InterruptedException {
    Map<String, NamedContexts.Source> contexts = new LinkedHashMap<>();
    for (Map.Entry<String, String> context : options.all("context:").entrySet()) {
      contexts.put(NamedContexts.key(context.getKey()), source(context.getValue()));
    }
    return new NamedContexts(contexts);
  }

  private NamedContexts.Source source(String value) throws InterruptedException {
    if (value.startsWith("docker-image://")) {
      return new NamedContexts.Source.Registry(value.substring("docker-image://".length()));
    }
    if (value.startsWith("local:")) {
      String folder = value.substring("local:".length());
      return new NamedFolder(
          synced(
              folder,
              "[context " + folder + "] load from client",
              "transferring " + folder + ":",
              List.of()));
    }
    if (value.startsWith("input:") || value.startsWith("oci-layout:")) {
      throw JdockException.notImplemented(
          "the build context " + value + " is not supported by jdock: use a folder or an image");
    }
    return new NamedContexts.Source.Remote(value);
  }

  /** Comes over when a Dockerfile names it, the first time; its reader is one thread. */
  private static final class NamedFolder implements NamedContexts.Source.Elsewhere {
    private final SyncedContext context;
    private boolean here;

    NamedFolder(SyncedContext context) {
      this.context = context;
    }

    @Override
    public synchronized NamedContexts.Source fetch() throws InterruptedException {
      if (!here) {
        context.need(Set.of());
        here = true;
      }
      return from();
    }

    @Override
    public NamedContexts.Source from() {
      return new NamedContexts.Source.Folder(context.directory());
    }
  }
}
