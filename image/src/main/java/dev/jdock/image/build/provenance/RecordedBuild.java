package dev.jdock.image.build.provenance;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.FetchedSources;
import dev.jdock.image.build.Material;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.Provenance;
import dev.jdock.image.build.Provenance.Lent;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.Change;
import dev.jdock.image.build.plan.ConfidentialMounts;
import dev.jdock.image.build.plan.Tree;
import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A build that has been carried out.
 *
 * @param fetched what its steps took from servers
 * @param began when its caller asked for it
 * @param epoch the time that everything of it has; null for that of the clock
 */
public record RecordedBuild(
    BuildRequest request,
    BuildPlan plan,
    FetchedSources fetched,
    Instant began,
    @Nullable Instant epoch) {
  private static final int ID_LENGTH = 25;
  private static final int ID_DIGITS = 36;

  /** How it was made; with a time of its own, the same for the same inputs. */
  public Provenance describe() {
    SortedMap<String, String> arguments = RequestArguments.of(request);
    List<String> locals = RequestArguments.locals(request);
    List<Material> materials = materials();
    boolean complete = locals.isEmpty();
    return new Provenance(
        request.context().source(),
        request.context().repository(),
        request.dockerfile().name(),
        arguments,
        lent(
            ConfidentialMounts::secrets,
            secret -> new Lent(secret.mount().secretId(), !secret.mount().required())),
        lent(
            ConfidentialMounts::sockets,
            socket -> new Lent(socket.id(), !socket.mount().required())),
        locals,
        materials,
        complete,
        complete && runs().allMatch(this::isAlone),
        Platform.local(),
        request.dockerfile().content(),
        BuildDefinition.of(request, plan),
        epoch == null ? random() : derived(arguments, materials),
        epoch == null ? began : epoch,
        epoch == null ? Instant.now() : epoch);
  }

  private List<Material> materials() {
    Set<Material> result = new LinkedHashSet<>();
    Stream.concat(
            plan.bases().stream().map(BuildPlan.Start::image),
            plan.steps().stream()
                .flatMap(
                    step -> Stream.concat(Stream.of(step.base()), step.change().reads().stream()))
                .filter(Tree.OfImage.class::isInstance)
                .map(tree -> ((Tree.OfImage) tree).image()))
        .map(RecordedBuild::material)
        .forEach(result::add);
    Material source = request.context().source();
    if (source != null) {
      result.add(source);
    }
    result.addAll(fetched.list());
    return new ArrayList<>(result);
  }

  private static Material material(FromImage from) {
    return Material.ofImage(from.text(), from.image(), from.platform());
  }

  private Stream<Change.Run> runs() {
    return plan.steps().stream()
        .map(BuildPlan.Step::change)
        .filter(Change.Run.class::isInstance)
        .map(Change.Run.class::cast);
  }

  private boolean isAlone(Change.Run run) {
    return request.network().equals("none") || run.sandbox().network().equals("none");
  }

  private interface Kind<T> {
    List<T> of(ConfidentialMounts mounts);
  }

  private interface Described<T> {
    Lent as(T mount);
  }

  private <T> List<Lent> lent(Kind<T> kind, Described<T> described) {
    return runs()
        .flatMap(run -> kind.of(run.confidential()).stream())
        .map(described::as)
        .distinct()
        .toList();
  }

  /** In the form of BuildKit's identifiers. */
  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    while (text.length() < ID_LENGTH) {
      text.append(Character.forDigit(random.nextInt(ID_DIGITS), ID_DIGITS));
    }
    return text.toString();
  }

  private String derived(SortedMap<String, String> arguments, List<Material> materials) {
    byte[] inputs =
        (arguments + "\n" + materials + "\n" + Digest.of(request.dockerfile().content()))
            .getBytes(StandardCharsets.UTF_8);
    return Digest.of(inputs).hex().substring(0, ID_LENGTH);
  }
}
