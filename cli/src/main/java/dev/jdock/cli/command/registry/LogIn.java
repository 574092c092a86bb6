package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.cli.config.Login;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.LoginResult;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code login}. */
@Command(description = "Authenticate to a registry")
public final class LogIn extends Action {
  private static final int LONGEST = 1 << 20;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "string",
      description = "Username")
  private @Nullable String username;

  @Option(
      names = {"-p", "--password"},
      paramLabel = "string",
      description = "Password or Personal Access Token (PAT)")
  private @Nullable String password;

  @Option(
      names = "--password-stdin",
      description = "Take the Password or Personal Access Token (PAT) from stdin")
  private boolean passwordStdin;

  public LogIn() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    String given = given(invocation);
    if (username != null && username.isBlank()) {
      throw CommandFailure.of("username is empty");
    }
    Server server = Server.of(arguments());
    DockerConfig config = DockerConfig.of(invocation);
    Login stored = stored(config, server, given);
    if (!stored.user().isEmpty() && !stored.password().isEmpty()) {
      invocation
          .err()
          .println(
              "Authenticating with existing credentials... [Username: "
                  + stored.user()
                  + "]\n\n Info -> To login with a different account, run 'jdock logout' followed"
                  + " by 'jdock login'\n\n");
      try {
        return finish(engine, invocation, config, server, stored);
      } catch (JdockException e) {
        invocation.err().println("Login did not succeed, error: " + EachArgument.message(e));
      }
    }
    return finish(
        engine, invocation, config, server, complete(invocation, server, given, stored.user()));
  }

  /** The password of the flags; empty if there is none. */
  private String given(Invocation invocation) {
    if (password != null && !password.isEmpty()) {
      if (passwordStdin) {
        throw CommandFailure.of(
            "conflicting options: cannot specify both --password and --password-stdin");
      }
      invocation
          .err()
          .println("WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
      return password;
    }
    if (!passwordStdin) {
      return "";
    }
    if (username == null || username.isEmpty()) {
      throw CommandFailure.of("the --password-stdin option requires --username to be set");
    }
    try {
      byte[] bytes = invocation.in().readNBytes(LONGEST);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return withoutEnd(withoutEnd(text, "\n"), "\r");
    } catch (IOException e) {
      throw CommandFailure.of("cannot read the password: " + e.getMessage());
    }
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  /** What is known of the server, unless the user names an account. */
  private Login stored(DockerConfig config, Server server, String given)
      throws InterruptedException {
    if (username != null || !given.isEmpty()) {
      return Login.NONE;
    }
    try {
      return config.logins(server.key()).get(server.key());
    } catch (JdockException e) {
      // What cannot be read will be replaced.
      return Login.NONE;
    }
  }

  /** Asks for what is missing. */
  private Login complete(Invocation invocation, Server server, String given, String usual) {
    boolean asks = username == null || given.isEmpty();
    if (asks && !invocation.terminal().inputIsTerminal()) {
      throw CommandFailure.of("Error: Cannot perform an interactive login from a non TTY device");
    }
    Prompt prompt = new Prompt(invocation);
    String user = username == null ? "" : username.strip();
    if (user.isEmpty()) {
      server.hint().ifPresent(invocation.out()::println);
      user = prompt.ask(usual.isEmpty() ? "Username: " : "Username (" + usual + "): ");
      user = user.isEmpty() ? usual : user;
    }
    if (user.isEmpty()) {
      throw CommandFailure.of("Error: Non-null Username Required");
    }
    String secret = given.isEmpty() ? prompt.askSecretly("Password: ") : given;
    if (secret.isEmpty()) {
      throw CommandFailure.of("Error: Password Required");
    }
    return Login.of(user, secret);
  }

  private static int finish(
      Engine engine, Invocation invocation, DockerConfig config, Server server, Login login)
      throws InterruptedException {
    LoginResult result =
        engine
            .registries()
            .login(
                server.registry(),
                new Credential.Password(login.user(), login.password()),
                invocation.environment());
    Login kept =
        result.identityToken().isEmpty() ? login : login.withIdentityToken(result.identityToken());
    try {
      config.logins(server.key()).store(server.key(), kept);
    } catch (JdockException e) {
      throw CommandFailure.of("Error saving credentials: " + e.getMessage());
    }
    if (config.keepsInFile(server.key())) {
      invocation
          .err()
          .println(
              "\nWARNING! Your credentials are stored unencrypted in '"
                  + config.path()
                  + "'.\nConfigure a credential helper to remove this warning. See\n"
                  + "https://docs.docker.com/go/credential-store/\n");
    }
    invocation.out().println(result.status());
    return 0;
  }
}
