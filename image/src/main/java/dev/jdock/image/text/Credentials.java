package dev.jdock.image.text;

import java.util.regex.Pattern;

/** User and password before the host of an address, {@code https://user:password@host/}. */
public final class Credentials {
  /** To the last @ before the path: that of a password may not be escaped. */
  private static final Pattern USER = Pattern.compile("^([a-zA-Z0-9+.-]+://)[^/]*@");

  private Credentials() {}

  /** The address as it may be shown: Git and BuildKit put the same letters for both. */
  public static String hidden(String address) {
    return USER.matcher(address).replaceFirst("$1xxxxx:xxxxx@");
  }

  /** The address without them. */
  public static String removed(String address) {
    return USER.matcher(address).replaceFirst("$1");
  }
}
