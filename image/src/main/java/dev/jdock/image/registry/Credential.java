package dev.jdock.image.registry;

/** What proves to a registry, or to its token service, who is asking. */
public sealed interface Credential {
  /** No login. */
  record Anonymous() implements Credential {}

  record Password(String user, String password) implements Credential {
    @Override
    public String toString() {
      return "Password[" + user + ", …]";
    }
  }

  /** A refresh token of OAuth 2, which Docker's configuration calls an identity token. */
  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "IdentityToken[…]";
    }
  }

  /** A bearer token that goes to the registry as it is. */
  record RegistryToken(String token) implements Credential {
    @Override
    public String toString() {
      return "RegistryToken[…]";
    }
  }
}
