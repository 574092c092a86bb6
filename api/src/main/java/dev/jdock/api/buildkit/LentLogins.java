package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.Credentials;
import java.io.IOException;

/** A client's logins, asked for when a registry wants one. */
final class LentLogins implements Credentials {
  private static final String METHOD = "moby.filesync.v1.Auth/Credentials";

  /** By what name clients keep their login to Docker Hub. */
  private static final String HUB = "registry-1.docker.io";

  private final Session session;

  private LentLogins(Session session) {
    this.session = session;
  }

  /**
   * The session's, if it lends any.
   *
   * @param otherwise of a client whose session does not
   */
  static Credentials of(Session session, Credentials otherwise) {
    return session.offers(METHOD) ? new LentLogins(session) : otherwise;
  }

  @Override
  public Credential of(String registry) {
    String host = registry.equals("docker.io") ? HUB : registry;
    try {
      ProtoMessage answer = session.ask(METHOD, new ProtoWriter().text(1, host));
      if (answer == null || answer.text(1).isEmpty() && answer.text(2).isEmpty()) {
        return new Credential.Anonymous();
      }
      return answer.text(1).isEmpty()
          ? new Credential.IdentityToken(answer.text(2))
          : new Credential.Password(answer.text(1), answer.text(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Credential.Anonymous();
    } catch (GrpcFailure | IOException e) {
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE,
          "the client of this build cannot give its login for " + host + ": " + Reason.of(e),
          e);
    }
  }
}
