package dev.jdock.api.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.error.JdockException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedBuildsTest {
  private static final String ME = "user me";

  private final NamedBuilds builds = new NamedBuilds();
  @TempDir private Path folder;

  @Test
  void contextComesFromAnotherRequest() throws Exception {
    try (NamedBuilds.Build build = builds.add(ME, "a")) {
      FutureTask<ReceivedContext> waiting = new FutureTask<>(build::awaitContext);
      build.start(new Thread(waiting));
      ReceivedContext sent = ReceivedContext.empty(folder);
      builds.upload(ME, "a", () -> sent);
      assertThat(waiting.get()).isSameAs(sent);
      sent.close();
    }
  }

  @Test
  void contextThatCannotBeReadFailsBothRequests() throws Exception {
    try (NamedBuilds.Build build = builds.add(ME, "a")) {
      FutureTask<ReceivedContext> waiting = new FutureTask<>(build::awaitContext);
      build.start(new Thread(waiting));
      JdockException cut = JdockException.invalid("cut off");
      assertThatThrownBy(() ->
              builds.upload(
                  ME,
                  "a",
                  () -> {
                    throw cut;
                  }))
          .isSameAs(cut);
      assertThatThrownBy(waiting::get)
          .hasMessageContaining("the context of the build has not come");
    }
  }

  @Test
  void contextOfABuildThatIsOverIsRemoved() throws Exception {
    NamedBuilds.Build build = builds.add(ME, "a");
    build.start(new Thread(new FutureTask<>(build::awaitContext)));
    ReceivedContext sent = ReceivedContext.empty(folder);
    builds.upload(
        ME,
        "a",
        () -> {
          build.close();
          return sent;
        });
    assertThat(sent.directory()).doesNotExist();
  }

  @Test
  void endsTheUsersOwnBuildAlone() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FutureTask<Boolean> work =
        new FutureTask<>(() -> {
          never.await();
          return true;
        });
    try (NamedBuilds.Build build = builds.add(ME, "a")) {
      build.start(new Thread(work));
      builds.cancel("user other", "a");
      builds.cancel(ME, "b");
      assertThat(build.isCancelled()).isFalse();
      builds.cancel(ME, "a");
      assertThat(build.isCancelled()).isTrue();
      assertThatThrownBy(work::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }
}
