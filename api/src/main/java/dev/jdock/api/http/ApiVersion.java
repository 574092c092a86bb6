package dev.jdock.api.http;

import org.jspecify.annotations.Nullable;

/** A version of the Docker Engine API: {@code 1.55}. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The oldest that is spoken. */
  public static final ApiVersion OLDEST = new ApiVersion(1, 24);

  /** The newest that is spoken, and what a request without a version is understood as. */
  public static final ApiVersion NEWEST = new ApiVersion(1, 55);

  /** Reads {@code 1.51}; null for what is none. */
  static @Nullable ApiVersion parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0) {
      return null;
    }
    String minor = text.substring(dot + 1);
    // Four digits are more than there will ever be.
    if (!isNumber(text.substring(0, dot)) || !isNumber(minor)) {
      return null;
    }
    return new ApiVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(minor));
  }

  private static boolean isNumber(String text) {
    return text.length() < 5 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty();
  }

  /** Whether it has what came with {@code 1.minor}. */
  public boolean isAtLeast(int minorVersion) {
    return compareTo(new ApiVersion(1, minorVersion)) >= 0;
  }

  /**
   * @throws HttpFailure when it is not spoken
   */
  ApiVersion require() {
    if (compareTo(OLDEST) < 0) {
      throw HttpFailure.badRequest(
          "client version "
              + this
              + " is too old. Minimum supported API version is "
              + OLDEST
              + ", please upgrade your client to a newer version");
    }
    if (compareTo(NEWEST) > 0) {
      throw HttpFailure.badRequest(
          "client version " + this + " is too new. Maximum supported API version is " + NEWEST);
    }
    return this;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
