package dev.jdock.cli.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The user's {@code config.json}: in {@code $DOCKER_CONFIG}, else in {@code $HOME/.docker}. Read at
 * its first use; an invalid one is reported on standard error and ignored.
 */
public final class DockerConfig {
  /** What Docker Hub is called among the logins. */
  public static final String HUB = "https://index.docker.io/v1/";

  /**
   * The host that a command line is for, beside the user's own variables, which containers and
   * builds may be given; empty for a context's.
   */
  public static final String HOST = "JDOCK_DESTINATION_HOST";

  /** Likewise the context; empty for the one of {@code config.json}. */
  public static final String CONTEXT = "JDOCK_DESTINATION_CONTEXT";

  /** The context that is always there. */
  public static final String DEFAULT_CONTEXT = "default";

  private final Invocation invocation;
  private final @Nullable ConfigFile file;
  private @Nullable ObjectNode content;
  private boolean broken;

  private DockerConfig(Invocation invocation, @Nullable ConfigFile file) {
    this.invocation = invocation;
    this.file = file;
  }

  public static DockerConfig of(Invocation invocation) {
    Map<String, String> environment = invocation.environment();
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", "");
    if (folder.isEmpty() && home.isEmpty()) {
      return new DockerConfig(invocation, null);
    }
    Path path =
        folder.isEmpty()
            ? invocation.absolute(home).resolve(".docker")
            : invocation.absolute(folder);
    return new DockerConfig(
        invocation, new ConfigFile(invocation.files(), path.resolve("config.json")));
  }

  /** Where logins are kept; empty where the user has no home. */
  public String path() {
    return file == null ? "" : file.path().toString();
  }

  /** Whether the user has no home, and so nothing is kept. */
  public boolean isNowhere() {
    return file == null;
  }

  /**
   * Where the user's clients keep what is not in the file.
   *
   * @throws JdockException INVALID where the user has no home
   */
  public Path folder() {
    if (file == null || file.path().getParent() == null) {
      throw homeless();
    }
    return file.path().getParent();
  }

  private static JdockException homeless() {
    return JdockException.invalid("neither DOCKER_CONFIG nor HOME is set");
  }

  synchronized ObjectNode content() {
    if (content == null) {
      content = read();
    }
    return content;
  }

  private ObjectNode read() {
    try {
      return file == null ? JsonNodeFactory.instance.objectNode() : file.read();
    } catch (IOException e) {
      broken = true;
      invocation.err().println("WARNING: Error loading config file: " + path() + ": not usable");
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** Changes what is in the file now, and keeps the rest of it. */
  synchronized void change(UnaryOperator<ObjectNode> change) {
    if (file == null) {
      throw homeless();
    }
    content = read();
    if (broken) {
      throw JdockException.invalid("not changing " + path() + ", which cannot be read");
    }
    content = change.apply(content);
    try {
      file.write(content);
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + path() + ": " + Reason.withoutFile(e), e);
    }
  }

  private String text(String key) {
    return content().path(key).asText("");
  }

  /** {@code detachKeys}; this and the others are empty where the user has not set them. */
  public String detachKeys() {
    return text("detachKeys");
  }

  /** The context that the user's Docker client takes where nobody names one; empty for default. */
  public String currentContext() {
    return text("currentContext");
  }

  /**
   * Lets the user's clients take a context from now on.
   *
   * @param name empty for default
   */
  public void useContext(String name) {
    if (name.isEmpty() && currentContext().isEmpty()) {
      return;
    }
    change(content -> {
      if (name.isEmpty()) {
        content.remove("currentContext");
      } else {
        content.put("currentContext", name);
      }
      return content;
    });
  }

  /** The context that the command line is for. */
  public String context() {
    if (!invocation.environment().getOrDefault(HOST, "").isEmpty()) {
      return DEFAULT_CONTEXT;
    }
    String named = invocation.environment().getOrDefault(CONTEXT, "");
    String name = named.isEmpty() ? currentContext() : named;
    return name.isEmpty() ? DEFAULT_CONTEXT : name;
  }

  public String psFormat() {
    return text("psFormat");
  }

  /** The filters {@code name=value} that prunes always have. */
  public List<String> pruneFilters() {
    List<String> filters = new ArrayList<>();
    content().path("pruneFilters").forEach(filter -> filters.add(filter.asText()));
    return filters;
  }

  public String imagesFormat() {
    return text("imagesFormat");
  }

  public String volumesFormat() {
    return text("volumesFormat");
  }

  public String statsFormat() {
    return text("statsFormat");
  }

  /**
   * The store for a server's login: a helper of its own, the helper for all, or the file.
   *
   * @param server as in {@link LoginStore}
   */
  public LoginStore logins(String server) {
    AuthsStore auths = new AuthsStore(this);
    String own = content().path("credHelpers").path(server).asText("");
    String name = own.isEmpty() ? text("credsStore") : own;
    return name.isEmpty() ? auths : new HelperStore(new CredentialHelper(name, invocation), auths);
  }

  /** Whether a login of that server would be kept unencrypted. */
  public boolean keepsInFile(String server) {
    return logins(server) instanceof AuthsStore;
  }

  /** How {@code config.json} names a server that a user, or an image's name, calls so. */
  public static String key(String server) {
    return switch (server) {
      case "", "docker.io", "index.docker.io", HUB -> HUB;
      default -> AuthsStore.hostname(server);
    };
  }

  /**
   * The user's logins for pull and push. One that is unavailable, for example because its helper is
   * missing, is reported on standard error once and left out: many images are public.
   */
  public Credentials credentials() {
    Map<String, Credential> known = new ConcurrentHashMap<>();
    return registry -> known.computeIfAbsent(key(registry), this::credential);
  }

  private Credential credential(String server) {
    try {
      return logins(server).get(server).credential();
    } catch (JdockException e) {
      invocation.err().println("WARNING: " + e.getMessage());
      return new Credential.Anonymous();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Credential.Anonymous();
    }
  }
}
