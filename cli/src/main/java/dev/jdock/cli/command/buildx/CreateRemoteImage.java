package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.transfer.RemoteCopy;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buildx imagetools create}: an index of images that registries have. */
@Command(description = "Create a new image based on source images")
public final class CreateRemoteImage extends Action {
  @Mixin private BuilderOption builder = new BuilderOption();

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "list",
      description = "Set reference for new image")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "list",
      description = "Read source descriptor from file")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-p", "--platform"},
      paramLabel = "list",
      description = "Filter specified platforms of target image")
  private List<String> platforms = new ArrayList<>();

  @Option(names = "--annotation", paramLabel = "list", description = "Add annotation to the image")
  private List<String> annotations = new ArrayList<>();

  @Option(names = "--append", description = "Append to existing manifest")
  private boolean append;

  @Option(names = "--dry-run", description = "Show final image instead of pushing")
  private boolean dryRun;

  @Option(
      names = "--prefer-index",
      arity = "0..1",
      fallbackValue = "true",
      description = "Make an index even of a single image that is none (default true)")
  private boolean preferIndex = true;

  public CreateRemoteImage() {
    super(Arity.atLeast(0));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation);
    if (arguments().isEmpty() && files.isEmpty()) {
      throw CommandFailure.of("ERROR: no sources specified");
    }
    if (tags.isEmpty() && !dryRun) {
      throw CommandFailure.of("ERROR: can't push without specifying a tag: use --tag or --dry-run");
    }
    Access access = new Access(DockerConfig.of(invocation).credentials(), invocation.environment());
    try {
      List<Reference> targets = tags.stream().map(Reference::parse).toList();
      var found = new RemoteSources(engine, access);
      var texts = new ArrayList<String>();
      files.forEach(file -> texts.add(RemoteSources.read(invocation, file)));
      texts.addAll(arguments());
      var sources = new ArrayList<RemoteSources.Source>();
      if (append && !targets.isEmpty()) {
        sources.add(found.find(targets.getFirst()));
      }
      sources.addAll(found.find(texts, targets));
      create(engine, invocation, sources, targets, access);
      return 0;
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }

  private List<Platform> platforms() {
    return platforms.stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(text -> {
          try {
            return Platform.parse(text);
          } catch (JdockException e) {
            throw JdockException.invalid("invalid platform \"" + text + "\": " + e.getMessage());
          }
        })
        .toList();
  }

  private void create(
      Engine engine,
      Invocation invocation,
      List<RemoteSources.Source> sources,
      List<Reference> targets,
      Access access)
      throws IOException {
    List<Platform> wanted = platforms();
    List<RemoteAnnotation> said = RemoteAnnotation.parse(annotations);
    RemoteManifest only = sources.size() == 1 ? sources.getFirst().manifest() : null;
    byte[] bytes;
    String type;
    if (only != null && said.isEmpty() && wanted.isEmpty() && (only.isIndex() || !preferIndex)) {
      bytes = only.bytes();
      type = only.descriptor().mediaType();
    } else {
      var index = new RemoteIndex();
      for (RemoteSources.Source source : sources) {
        index.add(source);
      }
      if (only != null && !preferIndex && said.isEmpty()) {
        index.requireOneOf(wanted);
      }
      index.keep(wanted);
      index.annotate(said);
      bytes = index.bytes();
      type = index.mediaType();
    }
    if (dryRun) {
      invocation.out().println(new String(bytes, StandardCharsets.UTF_8));
      return;
    }
    for (Reference target : targets) {
      RemoteRepository to = engine.registries().open(target, false, access);
      var copy = new RemoteCopy(to);
      for (RemoteSources.Source source : sources) {
        copy.copy(source.from(), source.manifest());
      }
      Descriptor pushed = to.putManifest(String.valueOf(target.tag()), type, bytes);
      invocation.err().println("pushing " + pushed.digest() + " to " + target);
    }
  }
}
