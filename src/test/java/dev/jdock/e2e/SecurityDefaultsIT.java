package dev.jdock.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What daemon.json says about the security of containers. */
@EndToEnd
@JdockOnly("the daemon under test has no daemon.json of the tests'")
class SecurityDefaultsIT {
  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private OwnRoot root;
  private Jdock jdock;

  SecurityDefaultsIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    settings = Files.createDirectories(folder.resolve("etc/jdock")).resolve("daemon.json");
    root = OwnRoot.withEtc(suite, folder.resolve("etc"));
    jdock = root.jdock();
  }

  @AfterEach
  void close() {
    root.close();
  }

  private Result status(String key, String... flags) {
    String[] line = new String[flags.length + 8];
    String[] head = {"run", "--rm", "--network", "none"};
    String[] tail = {jdock.busybox(), "sh", "-c", "grep ^" + key + ": /proc/self/status | cut -f2"};
    System.arraycopy(head, 0, line, 0, 4);
    System.arraycopy(flags, 0, line, 4, flags.length);
    System.arraycopy(tail, 0, line, 4 + flags.length, 4);
    return jdock.run(line);
  }

  @Test
  void containersObeyThem() {
    status("NoNewPrivs").prints("0");
    Host.write(settings, "{\"no-new-privileges\": true, \"seccomp-profile\": \"unconfined\"}");
    status("NoNewPrivs").prints("1");
    status("NoNewPrivs", "--security-opt", "no-new-privileges=false").prints("0");
    status("Seccomp").prints("0");
    status("Seccomp", "--security-opt", "seccomp=builtin").prints("2");
    jdock
        .run("info", "-f", "{{join .SecurityOptions \" \"}}")
        .ok()
        .saysOnOut("name=seccomp,profile=unconfined")
        .saysOnOut("name=no-new-privileges");
    Host.write(settings, "{\"no-new-privileges\": 1}");
    status("NoNewPrivs")
        .exits(125)
        .saysOnErr("daemon.json: no-new-privileges must be true or false");
  }
}
