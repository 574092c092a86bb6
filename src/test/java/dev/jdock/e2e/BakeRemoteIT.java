package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code buildx bake} of definitions that lie in repositories and on web servers. */
@EndToEnd
class BakeRemoteIT {
  private final Jdock jdock;
  @TempDir Path here = Path.of("");
  @TempDir Path served = Path.of("");
  private Git git;
  private Daemon daemon;
  private HttpServer web;
  private String repository = "";
  private String file = "";

  BakeRemoteIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void serve() throws Exception {
    Host.write(served.resolve("docker-bake.hcl"), definition());
    Host.write(served.resolve("app/Dockerfile"), "FROM base\nCOPY --from=top top /\nCOPY a /\n");
    Host.write(served.resolve("app/a"), "of app\n");
    Host.write(served.resolve("top"), "of top\n");
    Host.write(served.resolve("Dockerfile"), "FROM scratch\nCOPY top /\n");
    Host.write(here.resolve("Dockerfile"), "FROM scratch\nCOPY own /\n");
    Host.write(here.resolve("own"), "mine\n");
    git = Git.init().setInitialBranch("main").setDirectory(served.toFile()).call();
    git.add().addFilepattern(".").call();
    git.commit().setMessage("one").setAuthor("a", "a@x").setCommitter("a", "a@x").call();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    daemon = new Daemon(new InetSocketAddress(loopback, 0));
    daemon.getService("git-upload-pack").setEnabled(true);
    daemon.setRepositoryResolver((_, _) -> {
      git.getRepository().incrementOpen();
      return git.getRepository();
    });
    daemon.start();
    repository = "git://127.0.0.1:" + daemon.getAddress().getPort() + "/r";
    web =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(loopback, 0), served, OutputLevel.NONE);
    web.start();
    file = "http://127.0.0.1:" + web.getAddress().getPort() + "/docker-bake.hcl";
  }

  private String definition() {
    return """
    group "default" { targets = ["app"] }
    target "base" { dockerfile-inline = "FROM %s" }
    target "app" {
      context = "app"
      contexts = { base = "target:base", top = "." }
    }
    target "plain" {}
    target "greedy" {
      contexts = { mine = "cwd://." }
      dockerfile-inline = "FROM scratch\\nCOPY --from=mine own /\\n"
      secret = ["id=s,src=/etc/shadow"]
      output = ["type=local,dest=out"]
    }
    target "signed" {
      ssh = ["default"]
    }
    """
        .formatted(jdock.busybox());
  }

  @AfterEach
  void stop() throws Exception {
    daemon.stopAndWait();
    git.close();
    web.stop(0);
  }

  private Result bake(String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "buildx";
    line[1] = "bake";
    System.arraycopy(words, 0, line, 2, words.length);
    return jdock.in(here).run(line);
  }

  @Test
  void pathsAreOfTheRepository() {
    String image = jdock.image();
    bake("--set", "app.tags=" + image, repository).ok();
    jdock.run("run", "--rm", image, "cat", "/a", "/top").prints("of app\nof top");
    assertThat(bake("--print", repository + "#main", "app").ok().out())
        .contains("\"context\": \"" + repository + "#main:app\"")
        .contains("\"top\": \"" + repository + "#main\"");
  }

  @Test
  void filesHereAddToThoseThere() {
    Host.write(here.resolve("more.hcl"), "target \"plain\" { args = { a = BAKE_CMD_CONTEXT } }");
    assertThat(
            bake("-f", "docker-bake.hcl", "-f", "cwd://more.hcl", "--print", repository, "plain")
                .ok()
                .out())
        .contains("\"a\": \"cwd://\"")
        .contains("\"context\": \"" + repository + "\"");
    bake("-f", "more.hcl", "--print", repository)
        .exits(1)
        .saysOnErr("ERROR: open more.hcl: no such file or directory");
  }

  @Test
  void whatIsTheUsersHasToBeAllowed() throws Exception {
    bake(repository, "greedy")
        .exits(1)
        .saysOnErr(
            "additional privileges requested: pass --allow fs.read=/etc/shadow --allow fs.read="
                + here
                + " --allow fs.write="
                + here.resolve("out"));
    bake(repository, "signed")
        .exits(1)
        .saysOnErr("additional privileges requested: pass --allow ssh");
    bake("--allow", "fs.read=*", repository, "greedy")
        .exits(1)
        .saysOnErr("pass --allow fs.write=" + here.resolve("out"));
    assertThat(here.resolve("out")).doesNotExist();
    bake("--allow", "fs.read=/etc/shadow", "--allow", "fs=.", repository, "greedy").ok();
    assertThat(Files.readString(here.resolve("out/own"))).isEqualTo("mine\n");
  }

  @Test
  void pathsInALoneFileAreTheUsers() {
    String tag = "--set=plain.tags=" + jdock.image();
    bake(tag, file, "plain").exits(1).saysOnErr("pass --allow fs.read=" + here);
    bake(tag, "--allow", "fs.read=.", file, "plain").ok();
    bake(file.replace("docker-bake", "nosuch")).exits(1).saysOnErr("invalid response status 404");
  }
}
