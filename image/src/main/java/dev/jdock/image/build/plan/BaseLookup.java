package dev.jdock.image.build.plan;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.plan.BuildGraph.FromFolder;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildGraph.Scratch;
import dev.jdock.image.build.plan.BuildGraph.Source;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.Suggestion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.ShortNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the images that a Dockerfile names, each once. Until {@link #resolve} it notes what is
 * wanted, and finds all of that then at the same time; what is wanted later it finds at once.
 */
final class BaseLookup {
  private final Dockerfile dockerfile;
  private final BuildRequest request;
  private final BaseImages images;
  private final BuildSteps steps;
  private final Supplier<List<String>> usual;
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private final Map<String, FromImage> found = new HashMap<>();
  private boolean noting = true;

  /**
   * @param usual names that one may have been meant for
   */
  BaseLookup(
      Dockerfile dockerfile,
      BuildRequest request,
      BaseImages images,
      BuildSteps steps,
      Supplier<List<String>> usual) {
    this.dockerfile = dockerfile;
    this.request = request;
    this.images = images;
    this.steps = steps;
    this.usual = usual;
  }

  /**
   * @param step that finds it
   */
  private record Wanted(
      String text, Reference name, Platform platform, SourceRange range, String step) {
    String key() {
      return name + " " + platform;
    }

    /** An image without a name is called by its id. */
    String shown() {
      return NamedContexts.id(name).orElseGet(name::toString);
    }
  }

  /** What the caller has put in the place of a stage or an image. */
  Optional<Source> context(String name, Platform platform, SourceRange range)
      throws InterruptedException {
    Optional<NamedContexts.Found> found = request.contexts().find(name, platform);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(context(found.get().key(), found.get().source(), platform, range));
  }

  private Source context(
      String key, NamedContexts.Source source, Platform platform, SourceRange range)
      throws InterruptedException {
    String step = "[context " + key + "]";
    return switch (source) {
      case NamedContexts.Source.Folder(Path directory) -> new FromFolder(directory);
      case NamedContexts.Source.Registry(String image) ->
          image.equals("scratch") ? new Scratch() : image(step, image, platform, range);
      case NamedContexts.Source.Built(String id) ->
          image(step, NamedContexts.reference(id), platform, range);
      case NamedContexts.Source.Elsewhere elsewhere ->
          context(key, elsewhere.fetch(), platform, range);
      case NamedContexts.Source.Layout _, NamedContexts.Source.Remote _ ->
          throw new IllegalStateException("nobody fetches the context " + key);
    };
  }

  /**
   * The image of a name, or what the caller has put in its place; something without any file as
   * long as names are noted only.
   */
  Source image(String text, Platform platform, SourceRange range) throws InterruptedException {
    Optional<Source> context = context(text, platform, range);
    return context.isPresent() ? context.get() : image("[internal]", text, platform, range);
  }

  private Source image(String step, String text, Platform platform, SourceRange range)
      throws InterruptedException {
    Wanted one = new Wanted(text, reference(text, range), platform, range, step);
    if (noting) {
      wanted.putIfAbsent(one.key(), one);
      return new Scratch();
    }
    FromImage known = found.get(one.key());
    if (known == null) {
      known = find(one);
      found.put(one.key(), known);
    }
    return known;
  }

  private Reference reference(String text, SourceRange range) {
    try {
      return Reference.parse(text);
    } catch (JdockException e) {
      throw dockerfile
          .source()
          .invalid(range, "failed to parse stage name \"" + text + "\": " + GraphReader.message(e));
    }
  }

  void resolve() throws InterruptedException {
    noting = false;
    if (wanted.size() == 1) {
      Wanted only = wanted.values().iterator().next();
      found.put(only.key(), find(only));
      return;
    }
    var tasks = new Tasks();
    Map<String, Tasks.Task<FromImage>> lookups = new HashMap<>();
    wanted.forEach((key, one) -> lookups.put(key, tasks.add(List.of(), () -> find(one))));
    try {
      tasks.run();
    } catch (IOException e) {
      throw JdockException.internal("build: " + e.getMessage(), e);
    }
    lookups.forEach((key, task) -> found.put(key, task.result()));
  }

  private BaseImages.Wanted query(Wanted one, BuildProgress.Vertex step) {
    return new BaseImages.Wanted(
        one.name(),
        one.platform(),
        request.pull(),
        request.access(),
        ShortNames.isShort(one.text()),
        line -> steps.progress().part(step, line),
        steps.within());
  }

  private FromImage find(Wanted one) throws InterruptedException {
    try {
      BaseImages.Base base =
          steps.run(
              one.step() + " load metadata for " + one.shown(),
              step -> images.resolve(query(one, step)));
      return new FromImage(base, one.shown(), one.range(), one.text(), one.platform());
    } catch (JdockException e) {
      throw new DockerfileException(
          e.kind(),
          one.text()
              + ": failed to resolve source metadata for "
              + one.name()
              + ": "
              + GraphReader.message(e)
              + Suggestion.ofName(one.text(), usual.get()),
          dockerfile.source().excerpt(one.range()),
          e);
    }
  }
}
