package dev.jdock.runtime.machine;

import static dev.jdock.image.error.JdockException.Kind.CONFLICT;
import static dev.jdock.image.error.JdockException.Kind.FORBIDDEN;
import static dev.jdock.image.error.JdockException.Kind.INVALID;
import static dev.jdock.image.error.JdockException.Kind.NOT_FOUND;
import static dev.jdock.image.error.JdockException.Kind.NOT_IMPLEMENTED;
import static dev.jdock.image.error.JdockException.Kind.UNAVAILABLE;
import static dev.jdock.runtime.machine.SpecBuilder.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.JdockException.Kind;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.ImportRequest;
import dev.jdock.runtime.engine.NetworkRequest;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.VolumeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Images, builds, registries, volumes, networks and the system refuse by themselves what a front
 * end should have refused.
 */
class EngineRefusesObjectsIT extends MachineRoomFixture {
  private static final ZonedDateTime NOW = Instant.EPOCH.atZone(ZoneOffset.UTC).plusYears(50);
  private static final String HEX = "ab".repeat(32);
  private static final String NO_FORMAT = "invalid reference format";
  private static final String NO_PLATFORM =
      "\"%s\": cannot parse platform specifier: invalid argument";

  private String user = "";

  private interface Action {
    void run() throws Exception;
  }

  private record Refusal(String what, Action action, Kind kind, String message) {}

  private static InputStream nothing() {
    return InputStream.nullInputStream();
  }

  @BeforeEach
  void mountAVolume() {
    user = create(command("true").bind("kept:/data"));
  }

  @TestFactory
  Stream<DynamicTest> refuses() {
    return Stream.of(images(), imports(), builds(), registries(), volumes(), networks(), system())
        .flatMap(List::stream)
        .map(each ->
            DynamicTest.dynamicTest(
                each.what(),
                () ->
                    assertThat(catchThrowable(each.action()::run))
                        .isInstanceOfSatisfying(
                            JdockException.class,
                            e -> {
                              assertThat(e).hasMessage(each.message());
                              assertThat(e.kind()).isEqualTo(each.kind());
                            })));
  }

  private Refusal list(String name, String value, Kind kind, String message) {
    return new Refusal(
        "images with " + name + "=" + value,
        () -> room.images().list(new ImageQuery(false, false, Filters.of(name, value))),
        kind,
        message);
  }

  private Refusal tag(String source, String target, Kind kind, String message) {
    return new Refusal(
        "tag " + source + " " + target, () -> room.images().tag(source, target), kind, message);
  }

  private Refusal pruneImages(Filters filters, String message) {
    return new Refusal(
        "prune images " + filters, () -> room.images().prune(filters), INVALID, message);
  }

  private List<Refusal> images() {
    var images = room.images();
    Reference digest = Reference.parse("busybox").withDigest(Digest.parse("sha256:" + HEX));
    return List.of(
        list("size", "1", INVALID, "invalid filter 'size'"),
        list("dangling", "maybe", INVALID, "invalid filter 'dangling=[maybe]'"),
        list("before", "none", NOT_FOUND, "No such image: none:latest"),
        list(
            "since",
            "UPPER",
            INVALID,
            NO_FORMAT + ": repository name (library/UPPER) must be lowercase"),
        list("until", "soon", INVALID, "failed to parse value as time or duration: \"soon\""),
        list("reference", "[", INVALID, "syntax error in pattern"),
        tag(
            "busybox",
            "UPPER",
            INVALID,
            NO_FORMAT + ": repository name (library/UPPER) must be lowercase"),
        tag("busybox", "", INVALID, NO_FORMAT),
        tag("busybox", "a:b:c", INVALID, NO_FORMAT),
        tag(
            "busybox",
            HEX,
            INVALID,
            "invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings"),
        tag(
            "busybox",
            "a@sha256:" + HEX,
            INVALID,
            "refusing to create a tag with a digest reference"),
        tag(
            "busybox",
            "sha256:1",
            INVALID,
            "refusing to create an ambiguous tag using digest algorithm as name"),
        tag("none", "a", NOT_FOUND, "No such image: none:latest"),
        new Refusal(
            "inspect another platform",
            () -> images.inspect("busybox", "plan9/mips"),
            NOT_FOUND,
            "image with reference busybox was found but does not provide the specified platform"
                + " (plan9/mips)"),
        new Refusal(
            "history of no platform",
            () -> images.history("busybox", "a/b/c/d"),
            INVALID,
            NO_PLATFORM.formatted("a/b/c/d")),
        new Refusal(
            "inspect nothing",
            () -> images.inspect("none", null),
            NOT_FOUND,
            "No such image: none:latest"),
        new Refusal(
            "remove a blank",
            () -> images.remove(" ", false, true, List.of()),
            INVALID,
            "image name cannot be blank"),
        new Refusal(
            "remove two platforms",
            () -> images.remove("busybox", false, true, List.of("linux/amd64", "linux/arm64")),
            INVALID,
            "multiple platforms are not supported"),
        new Refusal(
            "remove nothing",
            () -> images.remove("none", true, true, List.of()),
            NOT_FOUND,
            "No such image: none:latest"),
        pruneImages(Filters.of("size", "1"), "invalid filter 'size'"),
        pruneImages(
            Filters.of("dangling", "false").with("dangling", "true"),
            "invalid filter 'dangling=[false true]'"),
        pruneImages(
            Filters.of("until", "1h").with("until", "2h"), "more than one until filter specified"),
        pruneImages(Filters.of("until", "x"), "failed to parse value as time or duration: \"x\""),
        new Refusal(
            "save nothing",
            () -> images.save(List.of("none"), null, OutputStream.nullOutputStream()),
            NOT_FOUND,
            "No such image: none:latest"),
        new Refusal(
            "load for no platform",
            () -> images.load(nothing(), "a/b/c/d", (path, read, size) -> {}),
            INVALID,
            NO_PLATFORM.formatted("a/b/c/d")),
        new Refusal(
            "pull for no platform",
            () ->
                images.pull(
                    new PullRequest(
                        Reference.parse("localhost:1/a"), false, "a/b/c/d", Access.anonymous()),
                    event -> {}),
            INVALID,
            NO_PLATFORM.formatted("a/b/c/d")),
        new Refusal(
            "push a digest",
            () ->
                images.push(new PushRequest(digest, false, null, Access.anonymous()), event -> {}),
            INVALID,
            "cannot push a digest reference"),
        new Refusal(
            "push what is not there",
            () ->
                images.push(
                    new PushRequest(Reference.parse("none"), false, null, Access.anonymous()),
                    event -> {}),
            NOT_FOUND,
            "An image does not exist locally with the tag: none"),
        new Refusal(
            "push another platform",
            () ->
                images.push(
                    new PushRequest(
                        Reference.parse("busybox"), false, "plan9/mips", Access.anonymous()),
                    event -> {}),
            NOT_FOUND,
            "image with reference busybox:latest was found but does not provide the specified"
                + " platform (plan9/mips)"));
  }

  private Refusal imports(String what, ImportRequest request, String message) {
    return new Refusal(
        "import " + what, () -> room.images().importArchive(nothing(), request), INVALID, message);
  }

  private List<Refusal> imports() {
    return List.of(
        imports(
            "under no name",
            new ImportRequest("UPPER", "", List.of(), null),
            NO_FORMAT + ": repository name (library/UPPER) must be lowercase"),
        imports(
            "under a digest",
            new ImportRequest("a@sha256:" + HEX, "", List.of(), null),
            "refusing to create a tag with a digest reference"),
        imports(
            "for another system",
            new ImportRequest(null, "", List.of(), "windows/amd64"),
            "operating system is not supported: windows"),
        imports(
            "for no platform",
            new ImportRequest(null, "", List.of(), "a/b/c/d"),
            NO_PLATFORM.formatted("a/b/c/d")),
        imports(
            "with a RUN",
            new ImportRequest(null, "", List.of("RUN x"), null),
            "RUN is not a valid change command"));
  }

  private BuildRequest build(
      List<String> tags, String network, Map<String, String> hosts, String platform) {
    return new BuildRequest(
        new EmptyContext(),
        new BuildRequest.DockerfileSource(
            "Dockerfile", "FROM scratch\n".getBytes(StandardCharsets.UTF_8)),
        tags,
        Map.of(),
        Map.of(),
        null,
        false,
        false,
        network,
        hosts,
        platform.isEmpty() ? null : platform,
        Access.anonymous(),
        new NoProgress(),
        RunOptions.none(),
        SolveOptions.none(),
        BuildOutputs.none(),
        NamedContexts.none());
  }

  private static final class EmptyContext implements BuildContext {
    @Override
    public Path directory() {
      return Path.of("/nowhere");
    }

    @Override
    public void close() {}
  }

  private static final class NoProgress implements BuildProgress {
    @Override
    public void started(Vertex vertex) {}

    @Override
    public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {}

    @Override
    public void cached(Vertex vertex) {}

    @Override
    public void finished(Vertex vertex, @Nullable String error) {}

    @Override
    public void warning(Warning warning) {}
  }

  private Refusal builds(String what, BuildRequest request, Kind kind, String message) {
    return new Refusal("build " + what, () -> room.builds().build(request), kind, message);
  }

  private Refusal pruneBuilds(Filters filters, Kind kind, String message) {
    return new Refusal(
        "prune builds " + filters,
        () -> room.builds().prune(new BuildPrune(false, filters)),
        kind,
        message);
  }

  private List<Refusal> builds() {
    return List.of(
        builds(
            "under no name",
            build(List.of("UPPER"), "", Map.of(), ""),
            INVALID,
            "invalid tag \"UPPER\": repository name must be lowercase"),
        builds(
            "under a digest",
            build(List.of("a@sha256:" + HEX), "", Map.of(), ""),
            INVALID,
            "invalid tag \"a@sha256:" + HEX + "\": " + NO_FORMAT),
        builds(
            "on a network",
            build(List.of(), "mine", Map.of(), ""),
            NOT_FOUND,
            "network mine not found"),
        builds(
            "with a host that is none",
            build(List.of(), "", Map.of("a", "b"), ""),
            INVALID,
            "invalid IP address in add-host: \"b\""),
        builds(
            "with two lines of hosts",
            build(List.of(), "", Map.of("a\n1.2.3.4 b", "1.2.3.4"), ""),
            INVALID,
            "bad format for add-host: \"a\\n1.2.3.4 b\""),
        builds(
            "for no platform",
            build(List.of(), "", Map.of(), "a/b/c/d"),
            INVALID,
            NO_PLATFORM.formatted("a/b/c/d")),
        pruneBuilds(Filters.of("size", "1"), INVALID, "invalid filter 'size'"),
        pruneBuilds(Filters.of("label", "a"), INVALID, "invalid filter 'label'"),
        pruneBuilds(
            Filters.of("parent", "x"),
            NOT_IMPLEMENTED,
            "filter 'parent' of build cache is not supported"),
        pruneBuilds(
            Filters.of("until", "x"), INVALID, "failed to parse value as time or duration: \"x\""),
        pruneBuilds(
            Filters.of("until", "1h").with("unused-for", "1h"),
            INVALID,
            "conflicting filters: \"until\" and \"unused-for\""),
        pruneBuilds(Filters.of("inuse", "x"), INVALID, "invalid filter 'inuse=[x]'"),
        pruneBuilds(Filters.of("shared", "x"), INVALID, "invalid filter 'shared=[x]'"));
  }

  private Refusal search(String term, int limit, Filters filters, String message) {
    return new Refusal(
        "search " + term + " " + limit + " " + filters,
        () -> room.registries().search(term, limit, filters, Access.anonymous()),
        INVALID,
        message);
  }

  private List<Refusal> registries() {
    String host = "localhost:1/x";
    return List.of(
        search(host, 101, Filters.NONE, "limit 101 is outside the range of [1, 100]"),
        search(host, -1, Filters.NONE, "limit -1 is outside the range of [1, 100]"),
        search(
            "http://a/b",
            0,
            Filters.NONE,
            "invalid repository name (ex: \"registry.domain.tld/myrepos\")"),
        search(host, 0, Filters.of("size", "1"), "invalid filter 'size'"),
        search(host, 0, Filters.of("is-official", "maybe"), "invalid filter 'is-official=[maybe]'"),
        search(host, 0, Filters.of("stars", "many"), "invalid filter 'stars=many'"),
        new Refusal(
            "login to no registry",
            () -> room.registries().login("a b", new Credential.Anonymous(), Map.of()),
            INVALID,
            "invalid registry name: a b"));
  }

  private Refusal create(VolumeRequest request, Kind kind, String message) {
    return new Refusal("create " + request, () -> room.volumes().create(request), kind, message);
  }

  private static VolumeRequest named(String name) {
    return new VolumeRequest(name, "", Map.of(), Map.of());
  }

  private List<Refusal> volumes() {
    var volumes = room.volumes();
    return List.of(
        create(
            named("a"),
            INVALID,
            "create a: volume name is too short, names should be at least two alphanumeric"
                + " characters"),
        create(
            named("../x"),
            INVALID,
            "create ../x: \"../x\" includes invalid characters for a local volume name, only"
                + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host"
                + " directory, use absolute path"),
        create(
            new VolumeRequest("vol", "nfs", Map.of(), Map.of()),
            NOT_FOUND,
            "create vol: error looking up volume plugin nfs: plugin \"nfs\" not found"),
        create(
            new VolumeRequest("vol", "", Map.of("x", "1"), Map.of()),
            INVALID,
            "create vol: invalid option: \"x\""),
        create(
            new VolumeRequest("vol", "local", Map.of("type", "nfs"), Map.of()),
            INVALID,
            "create vol: missing required option: \"device\""),
        new Refusal(
            "inspect no volume",
            () -> volumes.inspect("none"),
            NOT_FOUND,
            "get none: no such volume"),
        new Refusal(
            "inspect a path",
            () -> volumes.inspect("../volumes/kept"),
            NOT_FOUND,
            "get ../volumes/kept: no such volume"),
        new Refusal(
            "remove no volume",
            () -> volumes.remove("none", false),
            NOT_FOUND,
            "get none: no such volume"),
        new Refusal(
            "remove a volume in use",
            () -> volumes.remove("kept", true),
            CONFLICT,
            "remove kept: volume is in use - [" + user + "]"),
        new Refusal(
            "update a volume",
            () -> volumes.update("kept", 1),
            UNAVAILABLE,
            "volume update only valid for cluster volumes, but swarm is unavailable"),
        new Refusal(
            "list by size",
            () -> volumes.list(Filters.of("size", "1")),
            INVALID,
            "invalid filter 'size'"),
        new Refusal(
            "list maybe dangling",
            () -> volumes.list(Filters.of("dangling", "maybe")),
            INVALID,
            "invalid filter 'dangling=[maybe]'"),
        new Refusal(
            "prune until",
            () -> volumes.prune(Filters.of("until", "1h")),
            INVALID,
            "invalid filter 'until'"),
        new Refusal(
            "prune all twice",
            () -> volumes.prune(Filters.of("all", "1").with("all", "0")),
            INVALID,
            "invalid filter 'all=[1 0]': only one value is expected"),
        new Refusal(
            "prune all of nothing",
            () -> volumes.prune(Filters.of("all", "x")),
            INVALID,
            "invalid filter 'all': strconv.ParseBool: parsing \"x\": invalid syntax"));
  }

  private List<Refusal> networks() {
    var networks = room.networks();
    var attachment = new Networking.Attachment("", Networking.Address.ANY, null, 0);
    return List.of(
        new Refusal(
            "inspect no network",
            () -> networks.inspect("none-such", ""),
            NOT_FOUND,
            "network none-such not found"),
        new Refusal(
            "inspect in a swarm",
            () -> networks.inspect("bridge", "swarm"),
            NOT_FOUND,
            "network bridge not found"),
        new Refusal(
            "create bridge",
            () -> networks.create(NetworkRequest.of("bridge")),
            FORBIDDEN,
            "operation is not permitted on predefined bridge network"),
        new Refusal(
            "create a network without a name",
            () -> networks.create(NetworkRequest.of("")),
            INVALID,
            "invalid name: name is empty"),
        new Refusal(
            "remove host",
            () -> networks.remove("host"),
            FORBIDDEN,
            "host is a pre-defined network and cannot be removed"),
        new Refusal(
            "remove no network",
            () -> networks.remove("mine"),
            NOT_FOUND,
            "network mine not found"),
        new Refusal(
            "connect to no network",
            () -> networks.connect("mine", user, attachment),
            NOT_FOUND,
            "network mine not found"),
        new Refusal(
            "connect no container",
            () -> networks.connect("bridge", "none-such", attachment),
            NOT_FOUND,
            "No such container: none-such"),
        new Refusal(
            "list by size",
            () -> networks.list(Filters.of("size", "1")),
            INVALID,
            "invalid filter 'size'"),
        new Refusal(
            "list by type",
            () -> networks.list(Filters.of("type", "x")),
            INVALID,
            "invalid filter: 'type'='x'"),
        new Refusal(
            "list maybe dangling",
            () -> networks.list(Filters.of("dangling", "x")),
            INVALID,
            "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or"
                + " \"0\")"),
        new Refusal(
            "prune dangling networks",
            () -> networks.prune(Filters.of("dangling", "1")),
            INVALID,
            "invalid filter 'dangling'"),
        new Refusal(
            "prune networks until",
            () -> networks.prune(Filters.of("until", "x")),
            INVALID,
            "failed to parse value as time or duration: \"x\""));
  }

  private List<Refusal> system() {
    return List.of(
        new Refusal(
            "events since",
            () -> EventQuery.of("x", "", Filters.NONE, NOW),
            INVALID,
            "failed to parse value as time or duration: \"x\""),
        new Refusal(
            "events until",
            () -> EventQuery.of("", "x", Filters.NONE, NOW),
            INVALID,
            "failed to parse value as time or duration: \"x\""),
        new Refusal(
            "events backwards",
            () -> EventQuery.of("20", "10", Filters.NONE, NOW),
            INVALID,
            "`since` time (20) cannot be after `until` time (10)"),
        new Refusal(
            "events by size",
            () -> EventQuery.of("", "", Filters.of("size", "1"), NOW),
            INVALID,
            "invalid filter 'size'"),
        new Refusal(
            "measure tasks",
            () -> DiskUsage.Type.parse("task"),
            INVALID,
            "unknown object type: task"));
  }

  @Test
  void anArchiveThatAServerDoesNotGiveIsRefused() throws IOException {
    try (WebServer server = WebServer.open(Map.of("/a.tar", new byte[1024]))) {
      assertThat(catchThrowable(() -> fetch(server.address() + "/b.tar")))
          .hasMessage("failed to GET " + server.address() + "/b.tar with status 404: nobody knows")
          .isInstanceOfSatisfying(
              JdockException.class, e -> assertThat(e.kind()).isEqualTo(INVALID));
      String id = fetch(server.address() + "/a.tar");
      assertThat(room.images().inspect(id, null).path("Comment").asText())
          .isEqualTo("Imported from " + server.address() + "/a.tar");
    }
  }

  private String fetch(String url) {
    return room.images()
        .importFrom(url, Map.of(), new ImportRequest(null, "", List.of(), null), begun -> {});
  }
}
