package dev.jdock.image.build;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be asked of a Dockerfile, as BuildKit's frontend names and describes it. */
public enum BuildCallKind {
  OUTLINE("frontend.outline", "List all parameters current build target supports"),
  TARGETS("frontend.targets", "List all targets current build supports"),
  DESCRIBE("frontend.subrequests.describe", "List available subrequest types"),
  LINT("frontend.lint", "Lint a Dockerfile");

  /** Of the answers' form. */
  public static final String VERSION = "1.0.0";

  private static final String PREFIX = "frontend.";

  private final String request;
  private final String description;

  BuildCallKind(String request, String description) {
    this.request = request;
    this.description = description;
  }

  /** Those that are told of: BuildKit leaves out one. */
  public static List<BuildCallKind> described() {
    return List.of(OUTLINE, TARGETS, DESCRIBE);
  }

  /** By its request's name. */
  public static Optional<BuildCallKind> of(String request) {
    return Arrays.stream(values()).filter(kind -> kind.request.equals(request)).findFirst();
  }

  public String request() {
    return request;
  }

  /** As users type it. */
  public String shortName() {
    return request.substring(PREFIX.length());
  }

  public String description() {
    return description;
  }
}
