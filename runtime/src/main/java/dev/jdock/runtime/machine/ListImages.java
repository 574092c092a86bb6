package dev.jdock.runtime.machine;

import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageSize;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.ImageSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists images with what is known of them besides. */
final class ListImages {
  private final ContainerParts parts;

  ListImages(ContainerParts parts) {
    this.parts = parts;
  }

  List<ImageSummary> run(ImageQuery query) {
    ImageFilter filter =
        ImageFilter.of(query.filters(), parts.images::find, () -> LocalTime.now(parts.clock));
    List<Image> known = parts.images.list();
    Map<String, Long> shared = query.sharedSize() ? sharedSizes() : Map.of();
    Map<String, Integer> users = users();
    return (query.all() ? known : withoutIntermediate(known))
        .stream()
            .flatMap(filter::select)
            .map(image ->
                new ImageSummary(
                    image,
                    query.sharedSize() ? shared.getOrDefault(image.id(), 0L) : -1,
                    users.getOrDefault(image.id(), 0)))
            .toList();
  }

  private Map<String, Long> sharedSizes() {
    return parts.images.sizes().stream()
        .collect(Collectors.toMap(size -> size.image().id(), ImageSize::shared));
  }

  private Map<String, Integer> users() {
    Map<String, Integer> users = new HashMap<>();
    parts.registry.all().forEach(each -> users.merge(each.record().imageId(), 1, Integer::sum));
    return users;
  }

  /** Without those that have no name but images made from them: commits leave such. */
  private static List<Image> withoutIntermediate(List<Image> known) {
    Set<String> parents =
        known.stream().map(Image::parent).filter(Objects::nonNull).collect(Collectors.toSet());
    return known.stream()
        .filter(image ->
            !image.names().isEmpty() || !image.digests().isEmpty() || !parents.contains(image.id()))
        .toList();
  }
}
