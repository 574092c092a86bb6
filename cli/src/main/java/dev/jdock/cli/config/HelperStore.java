package dev.jdock.cli.config;

/** Logins in a credential helper; {@code config.json} only knows that they are there. */
final class HelperStore implements LoginStore {
  /** What helpers call the user when the secret is an identity token. */
  private static final String TOKEN = "<token>";

  private final CredentialHelper helper;
  private final AuthsStore auths;

  HelperStore(CredentialHelper helper, AuthsStore auths) {
    this.helper = helper;
    this.auths = auths;
  }

  @Override
  public Login get(String server) throws InterruptedException {
    CredentialHelper.Secret secret = helper.get(server);
    return secret.user().equals(TOKEN)
        ? Login.of("", "").withIdentityToken(secret.secret())
        : Login.of(secret.user(), secret.secret());
  }

  @Override
  public void store(String server, Login login) throws InterruptedException {
    boolean token = !login.identityToken().isEmpty();
    helper.store(
        server,
        new CredentialHelper.Secret(
            token ? TOKEN : login.user(), token ? login.identityToken() : login.password()));
    auths.store(server, Login.NONE);
  }

  @Override
  public void erase(String server) throws InterruptedException {
    helper.erase(server);
    auths.erase(server);
  }
}
