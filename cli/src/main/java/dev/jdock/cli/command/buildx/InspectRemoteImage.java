package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.TemplateException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buildx imagetools inspect}: an image or an index as a registry has it. */
@Command(description = "Show details of an image in the registry")
public final class InspectRemoteImage extends Action {
  @Mixin private BuilderOption builder = new BuilderOption();

  @Option(names = "--raw", description = "Show the manifest as the registry has it")
  private boolean raw;

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template, of .Name, .Manifest, .Provenance and .SBOM")
  private String format = "";

  public InspectRemoteImage() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation);
    try {
      Reference name = Reference.parse(argument(0));
      Access access =
          new Access(DockerConfig.of(invocation).credentials(), invocation.environment());
      show(new RemoteSources(engine, access).find(name), name, invocation.out());
      return 0;
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }

  private void show(RemoteSources.Source source, Reference name, PrintStream out) {
    RemoteManifest found = source.manifest();
    if (raw) {
      out.print(new String(found.bytes(), StandardCharsets.UTF_8));
      out.flush();
    } else if (format.isEmpty()) {
      describe(found, name, out);
    } else {
      render(source, name, out);
    }
  }

  private static void describe(RemoteManifest found, Reference name, PrintStream out) {
    out.println("Name:      " + name);
    out.println("MediaType: " + found.descriptor().mediaType());
    out.println("Digest:    " + found.descriptor().digest());
    JsonNode members = Json.read(found.bytes(), "manifest").path("manifests");
    if (!members.isArray()) {
      return;
    }
    out.println("           ");
    out.println("Manifests: ");
    String shown = name.tag() == null ? name.name() : name.name() + ":" + name.tag();
    boolean annotated = false;
    for (JsonNode node : members) {
      annotated |= !node.path("annotations").isEmpty();
    }
    // Go's tabwriter makes the column as wide as its widest word.
    String space = annotated ? "   " : " ";
    boolean first = true;
    for (JsonNode node : members) {
      Descriptor member = Descriptor.read(node);
      if (!first) {
        out.println("            " + space);
      }
      first = false;
      out.println("  Name:     " + space + shown + "@" + member.digest());
      out.println("  MediaType:" + space + member.mediaType());
      Descriptor.Platform platform = member.platform();
      if (platform != null) {
        out.println("  Platform: " + space + text(platform));
      }
      JsonNode annotations = node.path("annotations");
      if (!annotations.isEmpty()) {
        out.println("  Annotations: ");
        annotations
            .properties()
            .forEach(each -> out.println("    " + each.getKey() + ": " + each.getValue().asText()));
      }
    }
  }

  static String text(Descriptor.Platform platform) {
    String variant = platform.variant() == null ? "" : "/" + platform.variant();
    return platform.os() + "/" + platform.architecture() + variant;
  }

  private void render(RemoteSources.Source source, Reference name, PrintStream out) {
    RemoteManifest found = source.manifest();
    Map<String, Object> manifest = new LinkedHashMap<>();
    JsonNode document = Json.read(found.bytes(), "manifest");
    manifest.put("mediaType", found.descriptor().mediaType());
    manifest.put("digest", found.descriptor().digest().toString());
    manifest.put("size", found.descriptor().size());
    manifest.put("MediaType", found.descriptor().mediaType());
    manifest.put("Digest", found.descriptor().digest().toString());
    manifest.put("Size", found.descriptor().size());
    manifest.put("Manifests", List.of());
    if (document.path("manifests").isArray()) {
      manifest.put(
          "manifests", new ObjectMapper().convertValue(document.path("manifests"), Object.class));
      manifest.put(
          "Manifests", new ObjectMapper().convertValue(document.path("manifests"), Object.class));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Name", name.toString());
    fields.put("Manifest", manifest);
    if (format.contains(".Provenance")) {
      fields.put("Provenance", new RemoteStatements(source.from()).provenance(document));
    }
    if (format.contains(".SBOM")) {
      fields.put("SBOM", new RemoteStatements(source.from()).software(document));
    }
    try {
      GoTemplate.parse(format).execute(fields, out);
      out.println();
    } catch (TemplateException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }
}
