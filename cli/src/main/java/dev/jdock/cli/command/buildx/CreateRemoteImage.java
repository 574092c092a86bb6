package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.PlanText;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** A manifest or index, and where it is now. */
  private record Source(RemoteRepository from, RemoteManifest manifest) {}

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation);
    if (arguments().isEmpty()) {
      throw CommandFailure.of("ERROR: no sources specified");
    }
    if (tags.isEmpty() && !dryRun) {
      throw CommandFailure.of("ERROR: can't push without specifying a tag: use --tag or --dry-run");
    }
    Access access = new Access(DockerConfig.of(invocation).credentials(), invocation.environment());
    try {
      List<Reference> targets = tags.stream().map(Reference::parse).toList();
      var sources = new ArrayList<Source>();
      if (append && !targets.isEmpty()) {
        sources.add(source(engine, targets.getFirst(), access));
      }
      for (String argument : arguments()) {
        sources.add(source(engine, Reference.parse(argument), access));
      }
      create(engine, invocation, sources, targets, access);
      return 0;
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }

  private static Source source(Engine engine, Reference name, Access access) {
    RemoteRepository from = engine.registries().open(name, false, access);
    return new Source(from, from.manifest(InspectRemoteImage.tagOrDigest(name)));
  }

  private void create(
      Engine engine,
      Invocation invocation,
      List<Source> sources,
      List<Reference> targets,
      Access access)
      throws IOException {
    Source only = sources.size() == 1 ? sources.getFirst() : null;
    boolean copied = only != null && (isIndex(only.manifest()) || !preferIndex);
    byte[] bytes = copied && only != null ? only.manifest().bytes() : index(sources);
    String type =
        copied && only != null ? only.manifest().descriptor().mediaType() : MediaTypes.OCI_INDEX;
    if (dryRun) {
      invocation.out().println(new String(bytes, StandardCharsets.UTF_8));
      return;
    }
    for (Reference target : targets) {
      RemoteRepository to = engine.registries().open(target, false, access);
      var copy = new RemoteCopy(to);
      for (Source source : sources) {
        copy.copy(source.from(), source.manifest());
      }
      Descriptor pushed = to.putManifest(String.valueOf(target.tag()), type, bytes);
      invocation.err().println("pushing " + pushed.digest() + " to " + target);
    }
  }

  static boolean isIndex(RemoteManifest manifest) {
    String type = manifest.descriptor().mediaType();
    return type.equals(MediaTypes.OCI_INDEX) || type.equals(MediaTypes.DOCKER_LIST);
  }

  /** The images of all sources; of one platform the last. */
  private static byte[] index(List<Source> sources) throws IOException {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    for (Source source : sources) {
      if (isIndex(source.manifest())) {
        JsonNode document = Json.read(source.manifest().bytes(), "index");
        for (JsonNode member : document.path("manifests")) {
          members.put(key(member), member);
        }
      } else {
        ObjectNode member = described(source);
        members.put(key(member), member);
      }
    }
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode array = index.putArray("manifests");
    members.values().forEach(array::add);
    return PlanText.pretty(index).getBytes(StandardCharsets.UTF_8);
  }

  private static String key(JsonNode member) {
    JsonNode platform = member.path("platform");
    boolean unknown = platform.path("os").asText("unknown").equals("unknown");
    return unknown ? member.path("digest").asText() : platform.toString();
  }

  /** A manifest alone does not say which platform it is for, but its configuration does. */
  private static ObjectNode described(Source source) throws IOException {
    Descriptor descriptor = source.manifest().descriptor();
    ObjectNode node =
        Json.object()
            .put("mediaType", descriptor.mediaType())
            .put("digest", descriptor.digest().toString())
            .put("size", descriptor.size());
    JsonNode config = RemoteCopy.config(source.from(), source.manifest());
    if (config.path("os").isTextual() && config.path("architecture").isTextual()) {
      ObjectNode platform = node.putObject("platform");
      platform.put("architecture", config.path("architecture").asText());
      platform.put("os", config.path("os").asText());
      if (config.path("variant").isTextual()) {
        platform.put("variant", config.path("variant").asText());
      }
    }
    return node;
  }
}
