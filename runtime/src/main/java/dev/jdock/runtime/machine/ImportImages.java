package dev.jdock.runtime.machine;

import dev.jdock.image.build.Platform;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.WebFile;
import dev.jdock.image.store.Image;
import dev.jdock.runtime.engine.ImportRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** Makes images of one layer from archives of files. */
final class ImportImages {
  /** What stands for an archive that the caller sends. */
  private static final String SENT = "-";

  private static final int BODY_SHOWN = 1024;
  private static final int FAILURES = 400;

  private final ContainerParts parts;

  ImportImages(ContainerParts parts) {
    this.parts = parts;
  }

  String sent(InputStream archive, ImportRequest request) {
    return run(archive, SENT, request);
  }

  String fromWeb(
      String url, Map<String, String> environment, ImportRequest request, Consumer<String> begun) {
    String address = url.contains("://") ? url : "http://" + url;
    // A mistake in the request is found before the server is asked.
    target(request);
    try (WebFile file = WebFile.open(address, environment)) {
      if (file.status() >= FAILURES) {
        throw refused(address, file);
      }
      begun.accept(address);
      return run(file.body(), url, request);
    }
  }

  private static JdockException refused(String url, WebFile file) {
    try {
      byte[] said = file.body().readNBytes(BODY_SHOWN);
      return JdockException.invalid(
          "failed to GET %s with status %d: %s"
              .formatted(url, file.status(), new String(said, StandardCharsets.UTF_8).strip()));
    } catch (IOException e) {
      return new JdockException(
          JdockException.Kind.UNAVAILABLE, "Get \"" + url + "\": " + e.getMessage(), e);
    }
  }

  /** What the image is for. */
  private static Descriptor.Platform target(ImportRequest request) {
    String asked = request.platform();
    Platform platform = asked == null ? Platform.local() : Platform.parse(asked);
    if (!platform.os().equals("linux")) {
      throw JdockException.invalid("operating system is not supported: " + platform.os());
    }
    return new Descriptor.Platform(platform.os(), platform.architecture(), platform.variant());
  }

  private String run(InputStream archive, String source, ImportRequest request) {
    Descriptor.Platform platform = target(request);
    Reference name = request.name() == null ? null : TagName.parse(request.name());
    ImageConfig config =
        ConfigDraft.apply(ImageConfig.empty(), Dockerfile.parseChanges(request.changes()));
    String message = request.message().isEmpty() ? "Imported from " + source : request.message();
    Image made = parts.images.importArchive(archive, name, message, config, platform);
    if (name != null) {
      parts.announce.image("tag", made, name.familiar());
    }
    parts.announce.image("import", made, made.id());
    return made.id();
  }
}
