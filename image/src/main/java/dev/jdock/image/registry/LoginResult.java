package dev.jdock.image.registry;

/**
 * The response of a registry to an accepted login.
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
