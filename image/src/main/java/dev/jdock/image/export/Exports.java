package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.build.Exchange;
import dev.jdock.image.build.ForeignResults;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TreePacker;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.transfer.LayerPacking;
import dev.jdock.image.transfer.PullImage;
import dev.jdock.image.transfer.PushImage;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings what a build has come to where the request wants it, and opens the caches it names. */
public final class Exports implements Exchange {
  private final ImageOutput images;
  private final CacheOutput caches;
  private final CacheInput sources;
  private final LayerStore layers;

  public Exports(
      ImageStore store,
      LayerPacking packing,
      PullImage pull,
      PushImage push,
      Repositories repositories) {
    this.images = new ImageOutput(store, packing, push, repositories);
    this.caches = new CacheOutput(packing, push, repositories);
    this.layers = store.layers();
    this.sources = new CacheInput(pull, store.layers(), repositories);
  }

  @Override
  public ForeignResults results(BuildRequest request, Platform platform, Steps steps)
      throws InterruptedException {
    List<ForeignResults> found = new ArrayList<>();
    for (CachePlace place : request.outputs().cacheFrom()) {
      try {
        found.add(
            steps.run(
                "importing cache manifest from " + shown(place),
                _ -> uninterrupted(() -> sources.open(place, platform, request.access()))));
      } catch (JdockException _) {
        // The step has shown why, and the build goes on without, as BuildKit's.
      }
    }
    return found.isEmpty() ? ForeignResults.NONE : key -> first(found, key, steps);
  }

  /** A layer that cannot be had is one that has to be made. */
  private static Optional<ForeignResults.Result> first(
      List<ForeignResults> found, Digest key, Steps steps) throws InterruptedException {
    for (ForeignResults each : found) {
      try {
        Optional<ForeignResults.Result> result = each.find(key);
        if (result.isPresent()) {
          return result;
        }
      } catch (JdockException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        steps.warn("[Warning] a cached layer could not be fetched: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static String shown(CachePlace place) {
    return switch (place) {
      case CachePlace.Registry registry -> registry.reference();
      case CachePlace.Folder folder -> folder.shown();
      case CachePlace.Inline _ -> "inline";
    };
  }

  @Override
  public String finish(BuildRequest request, BuiltImage result, Steps steps)
      throws InterruptedException {
    BuildOutputs outputs = request.outputs();
    BuiltImage built =
        outputs.squash()
            ? steps.run("squashing layers", _ -> uninterrupted(() -> Squash.of(result, layers)))
            : result;
    ObjectNode receipt = Json.object();
    boolean inline = outputs.cacheTo().stream().anyMatch(p -> p instanceof CachePlace.Inline);
    FinishedImage image = FinishedImage.of(built, inline);
    Attestation attestation = Attestation.of(built, outputs.attestations(), layers);
    for (BuildOutput output : outputs.outputs()) {
      write(request, output, built, image, attestation, receipt, steps);
    }
    for (CachePlace place : outputs.cacheTo()) {
      if (!(place instanceof CachePlace.Inline)) {
        writeCache(request, place, built, steps);
      }
    }
    if (outputs.receipt().wantsProvenance()) {
      receipt.set(
          "buildx.build.provenance",
          ProvenancePredicate.forReceipt(
              built.provenance().get(), outputs.attestations().provenance()));
    }
    outputs.receipt().accept(receipt);
    return outputs.imageWanted() ? image.id().toString() : "";
  }

  private void write(
      BuildRequest request,
      BuildOutput output,
      BuiltImage built,
      FinishedImage image,
      @Nullable Attestation attestation,
      ObjectNode receipt,
      Steps steps)
      throws InterruptedException {
    switch (output) {
      case BuildOutput.Files files ->
          run(
              steps,
              "exporting to client directory",
              parts -> {
                AtomicLong bytes = new AtomicLong();
                files
                    .folder()
                    .write((folder, _) ->
                        built
                            .files()
                            .read(root ->
                                bytes.set(
                                    new FilesOutput(folder, built.epoch())
                                        .write(root, documents(attestation, root)))));
                parts.accept("copying files " + bytes.get() + "B");
              });
      case BuildOutput.Tar tar ->
          run(
              steps,
              "exporting to client tarball",
              parts -> {
                tar.archive()
                    .write(out ->
                        built
                            .files()
                            .read(root -> {
                              TreePacker packer = new TreePacker(out, built.epoch());
                              Map<String, byte[]> documents = documents(attestation, root);
                              packer.addContent(root, "");
                              Instant now = built.epoch() == null ? Instant.now() : built.epoch();
                              for (var each : documents.entrySet()) {
                                packer.addDocument(each.getKey(), each.getValue(), now);
                              }
                              packer.finish();
                              out.flush();
                            }));
                parts.accept("sending tarball");
              });
      case BuildOutput.Archived archived -> {
        List<Reference> names = names(request, archived.names());
        String kind = archived.docker() ? "docker" : "oci";
        run(
            steps,
            "exporting to " + kind + " image format",
            parts -> images.archive(archived, image, attestation, names, parts, receipt));
      }
      case BuildOutput.Layout layout -> {
        List<Reference> names = names(request, layout.names());
        run(
            steps,
            "exporting to oci image format",
            parts -> images.layout(layout, image, attestation, names, parts, receipt));
      }
      case BuildOutput.Stored stored -> {
        List<Reference> names = names(request, stored.names());
        run(
            steps,
            "exporting to image",
            parts ->
                images.store(stored, image, attestation, names, request.access(), parts, receipt));
      }
    }
  }

  /** What lies beside a result that is files. */
  private static Map<String, byte[]> documents(@Nullable Attestation attestation, Directory root)
      throws IOException {
    List<Claim> claims =
        attestation == null
            ? List.of()
            : attestation.claims().stream().filter(claim -> !claim.inlineOnly()).toList();
    if (claims.isEmpty()) {
      // The digests of all files are for statements alone.
      return Map.of();
    }
    Map<String, byte[]> documents = new LinkedHashMap<>();
    List<Statement.Subject> files = Statement.files(root);
    for (Claim claim : claims) {
      Statement.requireFree(root, claim.filename());
      documents.put(claim.filename(), claim.about(files).write());
    }
    return documents;
  }

  /** The request's tags come before an output's own names, as buildx has it. */
  private static List<Reference> names(BuildRequest request, List<String> own) {
    List<String> names = request.tags().isEmpty() ? own : request.tags();
    return names.stream().map(Reference::parse).toList();
  }

  private void writeCache(BuildRequest request, CachePlace place, BuiltImage built, Steps steps)
      throws InterruptedException {
    String name =
        place instanceof CachePlace.Folder
            ? "exporting cache to client directory"
            : "exporting cache to registry";
    try {
      run(steps, name, parts -> caches.write(place, built, request.access(), parts));
    } catch (JdockException e) {
      if (!place.extent().ignoreError()) {
        throw e;
      }
      steps.warn("[Warning] failed to export cache: " + e.getMessage());
    }
  }

  /** Work without a result. */
  private interface Task {
    void run(Consumer<String> parts) throws IOException, InterruptedException;
  }

  private static void run(Steps steps, String name, Task task) throws InterruptedException {
    boolean _ =
        steps.run(
            name,
            parts ->
                uninterrupted(() -> {
                  task.run(parts);
                  return true;
                }));
  }

  private interface Call<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Files and connections tell of an interruption as of a failure. */
  private static <T> T uninterrupted(Call<T> call) throws IOException, InterruptedException {
    try {
      return call.run();
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (JdockException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }
}
