package dev.jdock.image.registry;

import dev.jdock.image.oci.Descriptor;
import java.net.URI;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;

/** Sends a blob: POST for a place, PUT of the bytes; from the beginning again if that breaks. */
final class BlobUpload {
  private static final int CREATED = 201;

  private final Session session;
  private final URI start;
  private final SortedSet<String> scopes;

  BlobUpload(Session session, URI start, SortedSet<String> scopes) {
    this.session = session;
    this.start = start;
    this.scopes = scopes;
  }

  void run(Descriptor blob, RemoteRepository.Content content, RemoteRepository.Meter meter) {
    for (int number = 1; ; number++) {
      AtomicLong sent = new AtomicLong();
      RemoteRepository.Meter counting =
          bytes -> {
            sent.addAndGet(bytes);
            meter.count(bytes);
          };
      try {
        attempt(blob, content, counting);
        return;
      } catch (RegistryFailure e) {
        if (number >= session.limits().attempts() || !e.temporary()) {
          throw e;
        }
        // What goes out again must not count twice.
        meter.count(-sent.get());
        Session.sleep(Request.post(start), session.pause(number));
      }
    }
  }

  private void attempt(
      Descriptor blob, RemoteRepository.Content content, RemoteRepository.Meter meter) {
    Request post = Request.post(start);
    URI place;
    try (Answer answer = session.expect(post, scopes)) {
      if (answer.status() == CREATED) {
        return;
      }
      String location =
          answer
              .header("Location")
              .orElseThrow(
                  () -> RegistryFailure.nonsense(post.prefix() + "no Location in the answer"));
      place = Locations.resolve(post.at(answer.uri()), location);
    }
    Request put =
        new Request(
            "PUT",
            Locations.with(place, "digest", blob.digest().toString()),
            List.of("Content-Type", "application/octet-stream"),
            new Request.Body(blob.size(), content, meter));
    session.expectOnce(put, scopes).close();
  }
}
