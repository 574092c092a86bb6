package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.plan.GraphReader;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import java.util.List;

/** What a build's result is to be called. */
final class TagNames {
  private static final String LOWERCASE = "must be lowercase";

  private TagNames() {}

  /**
   * @throws JdockException INVALID in buildx's words
   */
  static List<Reference> of(BuildRequest request) {
    return request.tags().stream().map(TagNames::tag).toList();
  }

  private static Reference tag(String text) {
    try {
      Reference name = Reference.parse(text);
      if (name.digest() == null) {
        return name;
      }
    } catch (JdockException e) {
      // buildx looks at the name as it is, before anything is added to it.
      String reason = GraphReader.message(e);
      throw new JdockException(
          JdockException.Kind.INVALID,
          "invalid tag \""
              + text
              + "\": "
              + (reason.endsWith(LOWERCASE) ? "repository name " + LOWERCASE : reason),
          e);
    }
    throw JdockException.invalid("invalid tag \"" + text + "\": invalid reference format");
  }
}
