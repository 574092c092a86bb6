package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands of a process that sees other files than the engine: in a mount namespace of its own, as
 * systemd's PrivateTmp makes one, or with another root.
 */
@EndToEnd
class CallerNamespaceIT {
  private static final String OUTSIDE = "outside\n";
  private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuHR3t7FUNT1H99nlAQFD.ZD8cnc5Jsi2";

  /** A folder of the caller's own, where the engine sees another one. */
  private static final String PRIVATE_FOLDER =
      """
      mount --make-rprivate /
      mount -t tmpfs jdock-e2e "$here"
      """;

  /** The caller's root is a folder, its path leads elsewhere from there than for the engine. */
  private static final String OTHER_ROOT =
      """
      mount --make-rprivate /
      mount --rbind / "$newroot"
      mount -t tmpfs jdock-e2e "$newroot$here"
      export inside
      exec chroot "$newroot" sh -ec 'jdock() { $jdock "$@"; }; cd "$here"; eval "$inside"'
      """;

  @TempDir private Path here;
  @TempDir private Path newRoot;
  private final Jdock jdock;
  private final Map<String, String> environment = new LinkedHashMap<>();

  CallerNamespaceIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void variables() {
    environment.putAll(jdock.environment());
    environment.put("jdock", String.join(" ", jdock.commandLine()));
    environment.put("here", here.toString());
    environment.put("newroot", newRoot.toString());
    environment.put("bb", jdock.busybox());
  }

  /** What the engine itself sees there stays as it was. */
  @AfterEach
  void nothingIsWrittenForTheEngineToSee() throws IOException {
    for (String name : Host.filesBelow(here)) {
      if (Files.isRegularFile(here.resolve(name))) {
        assertThat(here.resolve(name)).hasContent(OUTSIDE);
      }
    }
    assertThat(newRoot).isEmptyDirectory();
  }

  private void outside(String... names) {
    for (String name : names) {
      Host.write(here.resolve(name), OUTSIDE);
    }
  }

  private Result sh(String script) {
    return Host.run(
        Path.of("/"), environment, "sh", "-ec", "jdock() { $jdock \"$@\"; }\n" + script);
  }

  /** In a folder that only the caller sees. */
  private Result inside(String script) {
    return Host.run(
        Path.of("/"),
        environment,
        "unshare",
        "-m",
        "sh",
        "-ec",
        PRIVATE_FOLDER + "jdock() { $jdock \"$@\"; }\ncd \"$here\"\n" + script);
  }

  private Result inOtherRoot(String script) {
    environment.put("inside", script);
    return Host.run(Path.of("/"), environment, "unshare", "-m", "sh", "-ec", OTHER_ROOT);
  }

  /** No word of how the engine reaches the caller's files. */
  private static Result fails(Result result, int code, String message) {
    assertThat(result.everything()).doesNotContain("/proc/");
    return result.exits(code).saysOnErr(message);
  }

  private static final String ARCHIVES =
      """
      mkdir sub; ln -s "$here/sub" link
      jdock save -o a.tar "$bb"
      jdock save -o "$here/sub/b.tar" "$bb"
      jdock save -o link/c.tar "$bb"
      cmp a.tar sub/b.tar; cmp a.tar sub/c.tar
      test "$(ls -A)" = "$(printf 'a.tar\\nlink\\nsub')"
      jdock load -q -i a.tar; jdock load -q -i link/b.tar; ln -s "$here/sub/c.tar" d.tar
      jdock load -q -i d.tar
      jdock create --name "$c" --network none "$bb" >/dev/null
      jdock export -o e.tar "$c"
      tar -tf e.tar | grep -q '^bin/busybox$'
      jdock import e.tar "$i" >/dev/null
      jdock run --rm --network none "$i" /bin/busybox echo whole
      """;

  @Test
  void archivesAreWrittenAndRead() {
    environment.put("c", jdock.container());
    environment.put("i", jdock.image());
    outside("a.tar", "e.tar");
    inside(ARCHIVES).ok().saysOnOut("whole");
  }

  @Test
  void archivesAreWrittenAndReadInAnotherRoot() {
    environment.put("c", jdock.container());
    environment.put("i", jdock.image());
    outside("a.tar", "sub/b.tar");
    inOtherRoot(ARCHIVES).ok().saysOnOut("whole");
  }

  private static final String LISTS =
      """
      mkdir sub; echo A=inside >sub/list; ln -s "$here/sub/list" list
      echo '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],' \
        '"action":"SCMP_ACT_ERRNO"}]}' >profile.json
      jdock run --rm --network none --env-file list "$bb" sh -c 'echo env $A'
      jdock run --rm --network none --env-file "$here/list" "$bb" sh -c 'echo env $A'
      jdock run --name "$c" --network none --label-file sub/../list "$bb" true
      jdock inspect -f '{{.Config.Labels.A}}' "$c"
      jdock run --rm --network none --security-opt seccomp=profile.json "$bb" mkdir /x || echo no
      """;

  @Test
  void listsAndProfilesAreRead() {
    environment.put("c", jdock.container());
    outside("list", "profile.json");
    inside(LISTS).ok().prints("env inside\nenv inside\ninside\nno");
  }

  @Test
  void listsAndProfilesAreReadInAnotherRoot() {
    environment.put("c", jdock.container());
    outside("list", "profile.json");
    inOtherRoot(LISTS).ok().prints("env inside\nenv inside\ninside\nno");
  }

  private static final String BUILD =
      """
      mkdir -p ctx/sub ign; echo inside >ctx/sub/f; echo left out >ctx/sub/g
      ln -s "$here/ctx" link
      echo sub/g >ign/list; ln -s "$here/ign/list" ctx/.dockerignore
      printf 'FROM %s\\nCOPY sub /sub\\n' "$bb" >ctx/Dockerfile
      printf 'FROM %s\\nCOPY sub/f /other\\n' "$bb" >Other
      jdock build -q --iidfile id -t "$i" ctx >/dev/null
      jdock run --rm --network none "$(cat id)" sh -c 'cat /sub/*'
      jdock build -q -t "$i" -f Other link >/dev/null
      jdock run --rm --network none "$i" cat /other
      (cd ctx && jdock build -q -t "$i" -f - . <../Other >/dev/null)
      tar -C ctx -c . | jdock build -q -t "$i" - >/dev/null
      """;

  @Test
  void contextsAreRead() {
    environment.put("i", jdock.image());
    outside("ctx/Dockerfile", "ctx/sub/f", "Other", "id");
    inside(BUILD).ok().prints("inside\ninside");
  }

  @Test
  void contextsAreReadInAnotherRoot() {
    environment.put("i", jdock.image());
    outside("ctx/Dockerfile", "ctx/sub/f", "Other", "id");
    inOtherRoot(BUILD).ok().prints("inside\ninside");
  }

  @Test
  void foldersOfCachesThatTheEngineDoesNotSeeAreRefused() {
    environment.put("i", jdock.image());
    outside("cache/f");
    fails(
        inside(
            """
            mkdir cache; printf 'FROM %s\\n' "$bb" >Dockerfile
            jdock build --cache-mount id=a,src=cache -t "$i" .
            """),
        1,
        "cache mount a: cache: the engine, which has another root or other mounts than you, does"
            + " not see the same folder there");
  }

  private static final String COPIES =
      """
      jdock create --name "$c" --network none "$bb" >/dev/null
      mkdir d; echo inside >d/f; ln -s "$here/d" link
      jdock cp d/f "$c:/f"; jdock cp -L link "$c:/linked"; jdock cp "$here/link/." "$c:/all"
      jdock cp "$c:/f" out; cmp out d/f
      jdock cp "$c:/linked" link/; cmp d/linked/f d/f
      jdock cp "$c:/all/f" "$here/link/again"; cmp d/again d/f
      jdock cp "$c:/f" - | tar -xO
      """;

  @Test
  void filesAreCopied() {
    environment.put("c", jdock.container());
    outside("d/f", "out", "f");
    inside(COPIES).ok().prints("inside");
  }

  @Test
  void filesAreCopiedInAnotherRoot() {
    environment.put("c", jdock.container());
    outside("d/f", "out", "f");
    inOtherRoot(COPIES).ok().prints("inside");
  }

  @Test
  void idFileIsMadeAndRemovedAgain() {
    environment.put("c", jdock.container());
    outside("id", "failed");
    inside(
            """
            jdock create --name "$c" --cidfile id "$bb" >/dev/null
            test "$(jdock inspect -f '{{.Id}}' "$c")" = "$(cat id)"
            if jdock create --name "$c" --cidfile failed "$bb" 2>/dev/null; then exit 1; fi
            ls -A
            """)
        .ok()
        .prints("id");
    fails(
        inside("touch id; jdock create --cidfile id \"$bb\""),
        125,
        "container ID file found, make sure the other container isn't running or delete id");
    fails(
        inside("jdock create --cidfile no/id \"$bb\""),
        125,
        "failed to create the container ID file: open no/id: no such file or directory");
  }

  @Test
  void loginsAreKept() {
    outside("cfg/config.json");
    String script =
        """
        export DOCKER_CONFIG="$here/cfg"
        mkdir real; ln -s "$here/real" cfg; ln -s "$here/real/kept.json" real/config.json
        echo s3cret:word | jdock login -u ann --password-stdin "$registry" 2>err
        grep -q "stored unencrypted in '$here/cfg/config.json'" err
        test -L real/config.json
        grep -q YW5uOnMzY3JldDp3b3Jk real/kept.json
        jdock login "$registry" 2>/dev/null
        jdock logout "$registry" >/dev/null
        ! grep -q YW5uOnMzY3JldDp3b3Jk real/kept.json
        ls real
        """;
    try (Registry registry = Registry.withUser("ann", HASH)) {
      environment.put("registry", registry.host());
      inside(script).ok().prints("Login Succeeded\nLogin Succeeded\nconfig.json\nkept.json");
      inOtherRoot(script).ok().prints("Login Succeeded\nLogin Succeeded\nconfig.json\nkept.json");
    }
  }

  @Test
  @JdockOnly("a daemon knows its own files only, and makes a folder of that name there")
  void foldersThatTheEngineDoesNotSeeAreNotMounted() throws IOException {
    Files.createDirectory(here.resolve("both"));
    String hint = "use a folder that both see, or a volume";
    fails(inside("mkdir both; jdock run --rm -v \"$here/both:/m\" \"$bb\""), 125, hint);
    fails(inside("jdock run --rm -v ./new:/m \"$bb\""), 125, "bind source ./new: the engine");
    fails(
        inside("mkdir own; jdock run --rm --mount type=bind,src=\"$here/own\",dst=/m \"$bb\""),
        125,
        "bind source " + here.resolve("own"));
    fails(inOtherRoot("mkdir x; jdock run --rm -v \"$here/x:/m\" \"$bb\""), 125, hint);
    inside("! test -e new").ok();
  }

  @Test
  void foldersThatBothSeeAreMounted(@TempDir Path both) {
    Host.write(both.resolve("f"), "same\n");
    environment.put("both", both.toString());
    environment.put("v", jdock.volume());
    String script =
        """
        jdock run --rm --network none -v "$both:/m" -v "$v:/v" "$bb" cat /m/f
        cd "$both"; jdock run --rm --network none -v ./new:/m "$bb" touch /m/g
        """;
    inside(script).ok().prints("same");
    assertThat(both.resolve("new/g")).exists();
    inOtherRoot(script).ok().prints("same");
  }

  @Test
  void whatIsMissingIsNamedAsTyped() {
    outside("there", "ctx/Dockerfile");
    fails(inside("jdock load -i there"), 1, "open there: no such file or directory");
    fails(inside("jdock import sub/x"), 1, "open sub/x: no such file or directory");
    fails(inside("jdock save -o no/x \"$bb\""), 1, "stat no: no such file or directory");
    fails(inside("ln -s /nowhere l; jdock save -o l \"$bb\""), 1, "symbolic link directly");
    fails(
        inside("jdock run --env-file \"$here/there\" \"$bb\""),
        125,
        "open " + here.resolve("there") + ": no such file or directory");
    fails(inside("jdock build ctx"), 1, "unable to prepare context: path \"ctx\" not found");
    fails(
        inside("mkdir ctx; jdock build ctx"),
        1,
        "failed to read dockerfile: open Dockerfile: no such file or directory");
    fails(inside("jdock cp there x:/"), 1, "lstat " + here.resolve("there") + ": no such file");
    fails(
        inside("ln -s \"$here/b\" a; ln -s \"$here/a\" b; jdock load -i a"),
        1,
        "too many levels of symbolic links");
  }

  @Test
  void workingDirectoryThatIsGoneIsOnlyMissedWhereItMatters() {
    String gone = "mkdir gone; cd gone; rmdir ../gone; ";
    inside(gone + "jdock ps >/dev/null").ok();
    sh("cd \"$newroot\"; " + gone + "jdock ps >/dev/null").ok();
    String message = "the working directory has been deleted or is out of reach";
    fails(inside(gone + "jdock load -i x"), 1, message);
    fails(sh("cd \"$newroot\"; " + gone + "jdock load -i x"), 1, message);
    fails(inside(gone + "jdock run -v ./x:/x \"$bb\""), 125, message);
    fails(inside(gone + "jdock build ."), 1, message);
  }

  @Test
  void descriptorsAreTheCallers() {
    environment.put("i", jdock.image());
    String script =
        """
        bash -c '$jdock run --rm --network none --env-file <(echo A=piped) "$bb" sh -c "echo \\$A"'
        jdock save "$bb" | jdock load -q -i /dev/stdin
        tar -c . | jdock import /dev/fd/0 "$i" >/dev/null
        """;
    sh("cd \"$newroot\"; " + script).ok().saysOnOut("piped\nLoaded image: " + jdock.busybox());
    inside(script).ok().saysOnOut("piped\nLoaded image: " + jdock.busybox());
  }
}
