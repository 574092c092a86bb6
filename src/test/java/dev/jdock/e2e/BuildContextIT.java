package dev.jdock.e2e;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class BuildContextIT {
  private final Jdock jdock;
  private @TempDir Path folder = Path.of("");

  BuildContextIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private void write(String path, String text) {
    Host.write(folder.resolve(path), text.replace("$BUSYBOX", jdock.busybox()));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", "--entrypoint", "sh", image, "-c", script);
  }

  @Test
  void aFolderTakesThePlaceOfImagesAndStages() {
    write(
        "main/Dockerfile",
        """
        FROM $BUSYBOX AS tools
        FROM tree AS base
        COPY --from=$BUSYBOX / /
        COPY --from=extra . /extra/
        FROM $BUSYBOX AS replaced
        RUN false
        FROM base
        RUN --mount=type=bind,from=extra,target=/m cat /m/kept >/mounted
        COPY --from=replaced kept /stage
        """);
    write("tree/own", "of the tree\n");
    write("extra/kept", "kept\n");
    write("extra/left", "left\n");
    write("extra/.dockerignore", "left\n");
    String image = jdock.image();
    jdock
        .run(
            "build",
            "-t",
            image,
            "--build-context",
            "tree=" + path("tree"),
            "--build-context",
            "extra=" + path("extra"),
            "--build-context",
            "replaced=" + path("extra"),
            path("main"))
        .ok();
    sh(image, "cat /own /mounted /stage; ls /extra").prints("of the tree\nkept\nkept\nkept");
  }

  @Test
  void anImageTakesThePlaceOfAnother() {
    write("main/Dockerfile", "FROM example.invalid/nothing:1\nRUN echo in >/in\n");
    String image = jdock.image();
    jdock
        .run(
            "build",
            "-t",
            image,
            "--build-context",
            "example.invalid/nothing:1=docker-image://" + jdock.busybox(),
            path("main"))
        .ok();
    sh(image, "cat /in").prints("in");
  }

  @Test
  void anAddressIsAContext() throws Exception {
    write("in/Dockerfile", "FROM $BUSYBOX\nCOPY f /f\n");
    write("in/f", "fetched\n");
    write("web/lone", "FROM $BUSYBOX\nRUN echo lone >/f\n");
    Host.run("tar", "-C", path("in"), "-czf", path("web/context.tgz"), ".").ok();
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder.resolve("web"),
            OutputLevel.NONE);
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      String image = jdock.image();
      jdock.run("build", "-t", image, address + "/context.tgz").ok();
      sh(image, "cat /f").prints("fetched");
      jdock.run("build", "-t", image, address + "/lone").ok();
      sh(image, "cat /f").prints("lone");
      jdock.run("build", "-t", image, "-f", address + "/lone", path("in")).ok();
      sh(image, "cat /f").prints("lone");
      jdock.run("build", address + "/missing").exits(1).saysOnErr("invalid response status 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void contextsThatLieElsewhereAreFetchedOnlyIfTheyAreNamed() {
    String nobody = "http://127.0.0.1:1/file";
    write(
        "main/Dockerfile",
        "FROM scratch AS other\nCOPY --from=far context /\n" + "FROM scratch\nCOPY Dockerfile /\n");
    jdock.run("build", "--build-context", "unused=" + nobody, path("main")).ok();
    jdock
        .run("build", "--target", "other", "--build-context", "far=" + nobody, path("main"))
        .exits(1)
        .saysOnErr("[context far] load " + nobody);
  }

  @Test
  void whatIsNoContextIsRefused() {
    write("main/Dockerfile", "FROM scratch\n");
    jdock
        .run("build", "--build-context", "x", path("main"))
        .exits(1)
        .saysOnErr("ERROR: invalid context value: x, expected key=value");
    jdock
        .run("build", "--build-context", "x=" + path("none"), path("main"))
        .exits(1)
        .saysOnErr("ERROR: failed to build: failed to get build context x: stat");
    jdock
        .run("build", "--builder", "other", path("main"))
        .exits(1)
        .saysOnErr("ERROR: no builder \"other\" found");
  }
}
