package dev.jdock.image.registry;

/**
 * What a registry said to a login that it accepts.
 *
 * @param status for the user, {@code Login Succeeded}
 * @param identityToken to be kept instead of the password; empty if the registry gave none
 */
public record LoginResult(String status, String identityToken) {
  @Override
  public String toString() {
    return "LoginResult[" + status + ", …]";
  }
}
