package dev.jdock.runtime.machine;

import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.plan.BuildArguments;
import dev.jdock.image.debian.Distribution;
import dev.jdock.image.embedded.HelloWorld;
import dev.jdock.image.embedded.Recipe;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Refusal;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.runtime.engine.BootstrapRequest;
import dev.jdock.runtime.engine.Builds;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The images that are part of jdock, for where there is no registry in reach. */
final class EmbeddedImages {
  /** Of images with less in them; what mirrors give is as small. */
  private static final String SLIM = "-slim";

  private final ImageStore store;
  private final Supplier<Builds> builds;

  /**
   * @param builds who builds recipes
   */
  EmbeddedImages(ImageStore store, Supplier<Builds> builds) {
    this.store = store;
    this.builds = builds;
  }

  /**
   * What could not be fetched.
   *
   * @param access of the user who asked for it
   * @param failure why it could not be
   */
  record Missing(Reference name, Platform platform, Access access, JdockException failure) {}

  /**
   * Puts an embedded image into the store in place of one that could not be fetched.
   *
   * @param notes receives a line about what is done instead
   * @param progress asked for when something is built
   * @return empty where there is none of that name for the platform, or where the failure is
   *     another one than a registry out of reach
   */
  Optional<Image> instead(Missing missing, Consumer<String> notes, Supplier<BuildProgress> progress)
      throws InterruptedException {
    if (Refusal.of(missing.failure()) != Refusal.OUT_OF_REACH) {
      return Optional.empty();
    }
    Reference name = missing.name();
    Platform local = Platform.local();
    boolean here =
        missing.platform().os().equals(local.os())
            && missing.platform().architecture().equals(local.architecture());
    if (!here) {
      return Optional.empty();
    }
    if (name.equals(Reference.parse(HelloWorld.REPOSITORY))
        && HelloWorld.ARCHITECTURES.contains(local.architecture())) {
      return Optional.of(store.tryFind(name.toString()).orElseGet(() -> greeting(name, local)));
    }
    Optional<Recipe> recipe = Recipe.of(name);
    if (recipe.isEmpty()) {
      return bootstrapped(missing, notes, progress);
    }
    notes.accept(
        "No registry can be reached: building '%s' (see jdock recipe show %s)"
            .formatted(name.familiar(), recipe.get().name()));
    return Optional.of(build(recipe.get(), missing, progress.get()));
  }

  private Image greeting(Reference name, Platform platform) {
    return store.importArchive(
        new ByteArrayInputStream(HelloWorld.archive(platform.architecture())),
        name,
        "embedded in jdock",
        HelloWorld.config());
  }

  private Image build(Recipe recipe, Missing missing, BuildProgress progress)
      throws InterruptedException {
    byte[] dockerfile = recipe.dockerfile().getBytes(StandardCharsets.UTF_8);
    try (ReceivedContext context = builds.get().receive(new ByteArrayInputStream(dockerfile))) {
      String id =
          builds
              .get()
              .build(
                  new BuildRequest(
                      context,
                      new BuildRequest.DockerfileSource(recipe.file(), dockerfile),
                      List.of(missing.name().toString()),
                      proxies(missing.access().environment()),
                      Map.of(),
                      recipe.name(),
                      false,
                      false,
                      "default",
                      Map.of(),
                      null,
                      missing.access(),
                      progress,
                      RunOptions.none(),
                      SolveOptions.none(),
                      BuildOutputs.none(),
                      NamedContexts.none()));
      return store.find(id);
    }
  }

  /** A distribution's own image, where the tag is one of its suites. */
  private Optional<Image> bootstrapped(
      Missing missing, Consumer<String> notes, Supplier<BuildProgress> progress)
      throws InterruptedException {
    Reference name = missing.name();
    Optional<Distribution> distribution = Distribution.named(name.familiarName());
    String tag = name.tag();
    if (distribution.isEmpty() || tag == null || name.digest() != null) {
      return Optional.empty();
    }
    String suite = tag.endsWith(SLIM) ? tag.substring(0, tag.length() - SLIM.length()) : tag;
    notes.accept(
        "No registry can be reached: making '%s' of packages from a mirror (see jdock bootstrap)"
            .formatted(name.familiar()));
    try {
      String id =
          builds
              .get()
              .bootstrap(
                  new BootstrapRequest(
                      distribution.get().id(),
                      suite.equals(Reference.DEFAULT_TAG) ? null : suite,
                      null,
                      List.of(name.toString()),
                      null,
                      missing.access().environment(),
                      progress.get()));
      return Optional.of(store.find(id));
    } catch (JdockException e) {
      if (isNoSuite(e)) {
        missing.failure().addSuppressed(e);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A tag that is none is for the registry alone, and so is the failure. */
  private static boolean isNoSuite(JdockException failure) {
    return failure.kind() == JdockException.Kind.NOT_FOUND
        || failure.kind() == JdockException.Kind.INVALID;
  }

  private static Map<String, String> proxies(Map<String, String> environment) {
    Map<String, String> result = new HashMap<>(environment);
    result.keySet().removeIf(name -> !BuildArguments.isProxy(name));
    result.values().removeIf(String::isEmpty);
    return result;
  }
}
