package dev.jdock.cli.config;

import dev.jdock.image.registry.Credential;

/**
 * A login as Docker keeps it; parts that are not known are empty.
 *
 * @param identityToken of OAuth 2, in the password's place
 * @param registryToken a bearer token
 */
public record Login(String user, String password, String identityToken, String registryToken) {
  public static final Login NONE = new Login("", "", "", "");

  public static Login of(String user, String password) {
    return new Login(user, password, "", "");
  }

  /** The same user, with an identity token instead of a password. */
  public Login withIdentityToken(String token) {
    return new Login(user, "", token, "");
  }

  /** The credential for a registry. */
  Credential credential() {
    if (!registryToken.isEmpty()) {
      return new Credential.RegistryToken(registryToken);
    }
    if (!identityToken.isEmpty()) {
      return new Credential.IdentityToken(identityToken);
    }
    return user.isEmpty() && password.isEmpty()
        ? new Credential.Anonymous()
        : new Credential.Password(user, password);
  }

  @Override
  public String toString() {
    return "Login[" + user + ", …]";
  }
}
