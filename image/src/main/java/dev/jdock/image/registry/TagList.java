package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tags of a repository page by page (OCI distribution-spec, "Listing Tags"). */
final class TagList {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_PAGES = 10_000;
  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel\\s*=\\s*\"?next\"?", Pattern.CASE_INSENSITIVE);

  private TagList() {}

  static List<String> read(Session session, URI first, SortedSet<String> scopes)
      throws IOException {
    Set<String> tags = new LinkedHashSet<>();
    Optional<Request> next = Optional.of(Request.get(first));
    for (int page = 0; next.isPresent(); page++) {
      if (page == MOST_PAGES) {
        throw RegistryFailure.nonsense(
            next.get().prefix() + "more than " + MOST_PAGES + " pages of tags");
      }
      Request request = next.get();
      try (Answer answer = session.expect(request, scopes)) {
        ObjectNode content = Json.read(answer.bytes(MOST_BYTES, "list of tags"), "list of tags");
        content.path("tags").forEach(tag -> tags.add(tag.asText()));
        next = next(request, answer);
      }
    }
    return List.copyOf(tags);
  }

  private static Optional<Request> next(Request request, Answer answer) {
    for (String link : answer.headers().allValues("Link")) {
      Matcher matcher = NEXT.matcher(link);
      if (matcher.find()) {
        return Optional.of(
            request.at(Locations.resolve(request.at(answer.uri()), matcher.group(1))));
      }
    }
    return Optional.empty();
  }
}
