package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a new image is made of: references, digests and descriptors, by buildx's rules. */
final class RemoteSources {

  /** A manifest or index, and where it is now. */
  record Source(RemoteRepository from, RemoteManifest manifest) {}

  /**
   * One as the user names it.
   *
   * @param digest of a manifest in a repository that the others name; empty where there is a name
   */
  private record Named(String name, String digest) {}

  private final Engine engine;
  private final Access access;

  RemoteSources(Engine engine, Access access) {
    this.engine = engine;
    this.access = access;
  }

  /**
   * Finds them in their registries.
   *
   * @param texts on the command line, or contents of files
   * @param targets whose repository digests are looked for in
   */
  List<Source> find(List<String> texts, List<Reference> targets) {
    List<Named> all = texts.stream().map(RemoteSources::parse).toList();
    List<Reference> repositories = new ArrayList<>(targets);
    all.stream()
        .filter(each -> !each.name().isEmpty())
        .forEach(each -> repositories.add(Reference.parse(each.name())));
    if (repositories.isEmpty()) {
      throw JdockException.invalid(
          "no repositories specified, please set a reference in tag or source");
    }
    return all.stream()
        .map(each -> {
          Reference name =
              each.digest().isEmpty()
                  ? Reference.parse(each.name())
                  : repositories.getFirst().withDigest(Digest.parse(each.digest()));
          return find(name);
        })
        .toList();
  }

  /** The manifest or index of that name. */
  Source find(Reference name) {
    RemoteRepository from = engine.registries().open(name, false, access);
    try {
      return new Source(from, from.manifest(name.tagOrDigest()));
    } catch (JdockException e) {
      if (e.kind() == JdockException.Kind.NOT_FOUND) {
        throw new JdockException(e.kind(), name + ": not found", e);
      }
      throw e;
    }
  }

  /** The content of a file with a source. */
  static String read(Invocation invocation, String file) {
    try {
      return new String(SmallFile.read(invocation.resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw JdockException.invalid("open " + file + ": " + Reason.withoutFile(e));
    }
  }

  private static Named parse(String text) {
    if (Digest.isDigest(text)) {
      return new Named("", text);
    }
    if (text.stripLeading().startsWith("{")) {
      ObjectNode descriptor = Json.read(text.getBytes(StandardCharsets.UTF_8), "descriptor");
      String digest = descriptor.path("digest").asText();
      if (!Digest.isDigest(digest)) {
        throw JdockException.invalid("invalid digest format");
      }
      return new Named("", digest);
    }
    if (text.startsWith(Digest.PREFIX)) {
      throw unreadable(text, "invalid checksum digest length");
    }
    try {
      Reference _ = Reference.parse(text);
      return new Named(text, "");
    } catch (JdockException e) {
      throw unreadable(text, String.valueOf(e.getMessage()));
    }
  }

  private static JdockException unreadable(String text, String reason) {
    return JdockException.invalid(
        "failed to parse source "
            + GoQuote.quote(text)
            + ", valid sources are digests, references and descriptors: "
            + reason);
  }
}
