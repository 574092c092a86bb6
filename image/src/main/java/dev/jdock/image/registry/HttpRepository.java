package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A repository over HTTP. */
final class HttpRepository implements RemoteRepository {
  private static final int NOT_FOUND = 404;
  private static final int CREATED = 201;

  private final Reference name;
  private final Route route;
  private final SortedSet<String> pull;
  private final SortedSet<String> push;

  HttpRepository(Reference name, Route route) {
    this.name = name;
    this.route = route;
    this.pull = new TreeSet<>(List.of("repository:" + name.repository() + ":pull"));
    this.push = new TreeSet<>(List.of("repository:" + name.repository() + ":pull,push"));
  }

  @Override
  public Reference name() {
    return name;
  }

  private URI uri(Session session, String rest) {
    return session.endpoint().uri("/v2/" + name.repository() + rest);
  }

  @Override
  public RemoteManifest manifest(String tagOrDigest) {
    return reading(
        tagOrDigest,
        session -> {
          Request request = Manifests.accepting(Request.get(manifest(session, tagOrDigest)));
          try (Answer answer = session.expect(request, pull)) {
            return Manifests.read(request, answer, tagOrDigest);
          }
        });
  }

  private URI manifest(Session session, String tagOrDigest) {
    return uri(session, "/manifests/" + tagOrDigest);
  }

  /** Failures have the wording of Docker's for a pull. */
  private <T> T reading(String tagOrDigest, Route.Work<T> work) {
    try {
      return route.read(work);
    } catch (RegistryFailure e) {
      throw translated(e, tagOrDigest);
    } catch (IOException e) {
      Unreachable.Reason reason = Unreachable.reason(e);
      throw RegistryFailure.unreachable(reason.text(), reason.passing(), e);
    }
  }

  private JdockException translated(RegistryFailure failure, String tagOrDigest) {
    String separator = Digest.isDigest(tagOrDigest) ? "@" : ":";
    String familiar = name.familiarName();
    return switch (failure.code()) {
      case RegistryFailure.DENIED ->
          failure.as(
              JdockException.Kind.NOT_FOUND,
              "pull access denied for "
                  + familiar
                  + ", repository does not exist or may require 'docker login': "
                  + failure.getMessage());
      case RegistryFailure.MANIFEST_UNKNOWN ->
          failure.as(
              JdockException.Kind.NOT_FOUND,
              "manifest for "
                  + familiar
                  + separator
                  + tagOrDigest
                  + " not found: "
                  + failure.getMessage());
      case RegistryFailure.NAME_UNKNOWN ->
          failure.as(
              JdockException.Kind.NOT_FOUND,
              "repository " + familiar + " not found: " + failure.getMessage());
      default -> failure;
    };
  }

  @Override
  public InputStream blob(Descriptor blob, long offset) throws IOException {
    return BlobStream.open(route, name.repository(), pull, blob, offset);
  }

  @Override
  public boolean hasBlob(Digest digest) {
    Session session = route.origin();
    Request request = Request.head(uri(session, "/blobs/" + digest));
    try (Answer answer = session.send(request, push)) {
      if (answer.status() == NOT_FOUND) {
        return false;
      }
      if (!answer.ok()) {
        throw ErrorAnswer.read(answer);
      }
      return true;
    }
  }

  @Override
  public boolean mountBlob(Digest digest, String fromPath) {
    Session session = route.origin();
    SortedSet<String> scopes = new TreeSet<>(push);
    scopes.add("repository:" + fromPath + ":pull");
    Request request =
        Request.post(uri(session, "/blobs/uploads/?mount=" + digest + "&from=" + fromPath));
    try (Answer answer = session.send(request, scopes)) {
      // Anything else only means that the bytes have to be sent.
      return answer.status() == CREATED;
    } catch (RegistryFailure e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void upload(Descriptor blob, Content content, Meter meter) throws IOException {
    Session session = route.origin();
    new BlobUpload(session, uri(session, "/blobs/uploads/"), push).run(blob, content, meter);
  }

  @Override
  public Descriptor putManifest(String tagOrDigest, String mediaType, byte[] bytes) {
    Session session = route.origin();
    Request request =
        new Request(
            "PUT",
            manifest(session, tagOrDigest),
            List.of("Content-Type", mediaType),
            new Request.Body(bytes.length, () -> new ByteArrayInputStream(bytes), count -> {}));
    session.expect(request, push).close();
    return new Descriptor(mediaType, Digest.of(bytes), bytes.length, null);
  }

  @Override
  public List<String> tags() {
    return reading("", session -> TagList.read(session, uri(session, "/tags/list"), pull));
  }
}
