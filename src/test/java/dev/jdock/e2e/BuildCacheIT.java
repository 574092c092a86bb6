package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results of steps that come from other builders: what a step makes differs each time it is done.
 */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has no such flags")
class BuildCacheIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  BuildCacheIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** No other test comes to these layers. */
  @BeforeEach
  void writeDockerfile() {
    Host.write(context.resolve("f"), context + "\n");
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %s AS made
        COPY f /f
        RUN mkdir /made && cat /f /proc/sys/kernel/random/uuid >/made/g
        FROM %s
        WORKDIR /work
        COPY --from=made /made /made
        RUN cat /made/g >g && date >>g
        """
            .formatted(jdock.busybox(), jdock.busybox()));
  }

  private Result build(String... flags) {
    var command = new ArrayList<>(List.of("build", "--progress", "plain"));
    command.addAll(List.of(flags));
    command.add(".");
    return jdock.in(context).run(command.toArray(String[]::new)).ok();
  }

  /** What the builder has of it is gone, as on a fresh machine. */
  private void forget(String image) {
    jdock.run("rmi", image).ok();
    jdock.run("builder", "prune", "-af").ok();
  }

  @Test
  void aCacheInARegistryMakesAllStepsCached() {
    try (Registry registry = Registry.start()) {
      String cache = registry.host() + "/cache:1";
      for (String more : List.of("", ",compression=zstd", ",image-manifest=false")) {
        String image = jdock.image();
        build("-t", image, "--cache-to", "type=registry,mode=max,ref=" + cache + more);
        String id = jdock.format(image, "{{.Id}}");
        forget(image);
        build("-t", image, "--cache-from", cache);
        assertThat(jdock.format(image, "{{.Id}}")).isEqualTo(id);
        jdock.run("run", "--rm", image, "cat", "/work/g").saysOnOut(context.toString());
        forget(image);
      }
    }
  }

  @Test
  void aCacheInAFolderMakesAllStepsCached() {
    String image = jdock.image();
    build("-t", image, "--cache-to", "type=local,mode=max,dest=cache");
    String id = jdock.format(image, "{{.Id}}");
    forget(image);
    build("-t", image, "--cache-from", "type=local,src=cache");
    assertThat(jdock.format(image, "{{.Id}}")).isEqualTo(id);
    forget(image);
  }

  @Test
  void anImageHoldsItsOwnCache() {
    try (Registry registry = Registry.start()) {
      String name = registry.host() + "/app:1";
      Host.write(
          context.resolve("Dockerfile"),
          "FROM %s\nCOPY f /f\nRUN cat /proc/sys/kernel/random/uuid >/g\nENV a=b\n"
              .formatted(jdock.busybox()));
      build("-t", name, "--push", "--build-arg", "BUILDKIT_INLINE_CACHE=1");
      String id = jdock.format(name, "{{.Id}}");
      forget(name);
      build("-t", name, "--cache-from", name, "--cache-to", "type=inline");
      assertThat(jdock.format(name, "{{.Id}}")).isEqualTo(id);
      forget(name);
    }
  }

  @Test
  void aCacheThatIsNotThereIsNoReasonToFail() {
    String image = jdock.image();
    Result result =
        build(
            "-t",
            image,
            "--cache-from",
            "type=local,src=nowhere",
            "--cache-from",
            "127.0.0.1:" + Host.freePort() + "/x");
    assertThat(result.err()).contains("could not read nowhere: no such directory");
    forget(image);
  }

  @Test
  void aDamagedLayerIsMadeAnew() {
    String image = jdock.image();
    build("-t", image, "--cache-to", "type=local,mode=max,dest=cache,compression=uncompressed");
    forget(image);
    Host.run(
            context,
            Map.of(),
            "sh",
            "-c",
            "for f in $(grep -rl /work cache/blobs) $(find cache/blobs -size +1); do printf x >>$f; done")
        .exits(0);
    build("-t", image, "--cache-from", "type=local,src=cache");
    jdock.run("run", "--rm", image, "cat", "/work/g").saysOnOut(context.toString());
    forget(image);
  }
}
