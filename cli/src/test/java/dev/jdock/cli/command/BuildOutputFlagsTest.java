package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.build.ImageForm;
import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code build} becomes, and its caches. */
class BuildOutputFlagsTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void answer() throws IOException {
    harness.workingDirectory = folder;
    Files.writeString(folder.resolve("Dockerfile"), "FROM a\n");
    harness.engine.answer("build", arguments -> "sha256:" + "1a".repeat(32));
  }

  private BuildOutputs outputs(String... flags) {
    return request(flags).outputs();
  }

  private BuildRequest request(String... flags) {
    assertThat(build(flags).err()).isEmpty();
    return harness.engine.argument("build", BuildRequest.class);
  }

  private CommandLineHarness.Result build(String... flags) {
    List<String> words = new ArrayList<>(List.of("build"));
    words.addAll(List.of(flags));
    words.add(".");
    return harness.run(words.toArray(String[]::new));
  }

  @Test
  void withoutAFlagTheImageIsStored() {
    assertThat(outputs())
        .usingRecursiveComparison()
        .ignoringFields("receipt")
        .isEqualTo(BuildOutputs.none());
    assertThat(outputs("--load").outputs()).isEqualTo(BuildOutputs.none().outputs());
  }

  @Test
  void aPathIsAFolderAndADashAnArchive() {
    assertThat(outputs("-o", "out").outputs())
        .singleElement()
        .isInstanceOf(BuildOutput.Files.class);
    assertThat(outputs("-o", "-").outputs()).singleElement().isInstanceOf(BuildOutput.Tar.class);
  }

  @Test
  void pushAndLoadAddToTheOutputs() {
    assertThat(outputs("--push", "--load", "-o", "out", "-t", "a").outputs())
        .satisfiesExactly(
            files -> assertThat(files).isInstanceOf(BuildOutput.Files.class),
            pushed ->
                assertThat(pushed)
                    .isEqualTo(
                        new BuildOutput.Stored(
                            List.of(), ImageForm.USUAL, new BuildOutput.Push(false, false))),
            loaded ->
                assertThat(loaded)
                    .isEqualTo(new BuildOutput.Stored(List.of(), ImageForm.USUAL, null)));
  }

  @Test
  void anImageNeedNotBeKept() {
    assertThat(outputs("-o", "type=image,store=false").outputs())
        .containsExactly(new BuildOutput.Stored(List.of(), ImageForm.USUAL, null, false));
  }

  @Test
  void timesAreRewrittenIfThereIsOneToRewriteThemTo() {
    String rewriting = "type=image,rewrite-timestamp=true";
    assertThat(request("-o", rewriting).solving().reproducible()).isFalse();
    String epoch = "SOURCE_DATE_EPOCH=1";
    assertThat(request("--build-arg", epoch).solving().reproducible()).isFalse();
    assertThat(request("-o", rewriting, "--build-arg", epoch).solving().reproducible()).isTrue();
  }

  @Test
  void attributesOfAnImage() {
    BuildOutput output =
        outputs(
                "-o",
                "type=registry,\"name=a,b:2\",compression=zstd,compression-level=3,"
                    + "force-compression=true,annotation.k=v,push-by-digest=true,"
                    + "registry.insecure=true,oci-mediatypes=true",
                "--annotation",
                "manifest,manifest-descriptor:x=y")
            .outputs()
            .getFirst();
    assertThat(output).isInstanceOf(BuildOutput.Stored.class);
    BuildOutput.Stored stored = (BuildOutput.Stored) output;
    assertThat(stored.names()).containsExactly("a", "b:2");
    assertThat(stored.push()).isEqualTo(new BuildOutput.Push(true, true));
    assertThat(stored.form().layers()).isEqualTo(new LayerForm(LayerForm.Kind.ZSTD, 3, true));
    assertThat(stored.form().ociTypes()).isTrue();
    assertThat(stored.form().annotations()).containsOnly(entry("k", "v"), entry("x", "y"));
    assertThat(stored.form().descriptorAnnotations()).containsOnly(entry("x", "y"));
  }

  @Test
  void dockerWithAFileIsAnArchive() {
    assertThat(outputs("-o", "type=docker,dest=f.tar").outputs().getFirst())
        .isInstanceOfSatisfying(
            BuildOutput.Archived.class, archived -> assertThat(archived.docker()).isTrue());
    assertThat(outputs("-o", "type=oci,tar=false,dest=f").outputs().getFirst())
        .isInstanceOf(BuildOutput.Layout.class);
    assertThat(outputs("-o", "type=cacheonly").outputs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o type=local | dest is required for local exporter",
        "-o type=local,dest=- | dest cannot be stdout for local exporter",
        "-o type=local,dest=Dockerfile | destination directory Dockerfile is a file",
        "-o type=tar,dest=/ | destination file / is a directory",
        "-o dest=x,a=b | type is required for output",
        "-o type=local,dest | invalid value dest",
        "-o type=nothing | failed to solve: exporter \"nothing\" could not be found",
        "--push | tag is needed when pushing to registry",
        "-o type=image,push=true | tag is needed when pushing to registry",
        "-o type=oci,tar=x,dest=f | non-bool value specified for tar: strconv.ParseBool: parsing \"x\": invalid syntax",
        "-o type=oci,dest=f,compression=lzma | unsupported compression type lzma",
        "-o type=oci,dest=f,compression-level=10 | compression-level 10 is not within 0 and 9",
        "-o type=oci,dest=f,compression=zstd,oci-mediatypes=false | exporter option \"compression=zstd\" conflicts with \"oci-mediatypes=false\"",
        "--annotation x | parse annotations: invalid annotation \"x\", expected key=value",
        "--annotation what:a=b | parse annotations: unknown annotation type \"what\"",
        "--annotation index:a=b | index annotations not supported for single platform export",
        "-o - -o - | multiple outputs configured to write to stdout",
        "-o out --iidfile f | local and tar exporters are incompatible with image ID file",
        "--cache-from type=local | local cache importer requires src",
        "--cache-to type=local | local cache exporter requires dest",
        "--cache-to type=registry | registry cache exporter requires ref",
        "--cache-to ref=a | type required for \"ref=a\"",
        "--cache-to type=x,a=b | failed to solve: unknown cache exporter: \"x\"",
        "--cache-to type=local,dest=d,mode=some | unsupported cache mode \"some\"",
        "-o f --provenance mode=some | failed to solve: invalid mode \"some\"",
        "-o f --provenance version=v9 | failed to solve: invalid provenance SLSA version: v9",
        "-o f --attest type=other | failed to solve: unknown attestation type \"other\"",
        "-o f --sbom generator= | failed to solve: sbom generator cannot be empty",
        "-o type=docker,dest=f --sbom true | docker exporter does not support exporting manifest lists, use the oci exporter instead",
        "-o type=docker,dest=f --provenance true | docker exporter does not support exporting manifest lists, use the oci exporter instead",
      })
  void nonsenseIsRefusedBeforeAnythingIsDone(String flags, String message) {
    assertThat(build(flags.split(" ")))
        .isEqualTo(
            new CommandLineHarness.Result(1, "", "ERROR: failed to build: " + message + "\n"));
    assertThat(harness.engine.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o type=local,dest=f,mode=delete | --output mode=delete",
        "-o type=image,what=ever | --output what=ever",
        "--cache-to type=s3,bucket=b | --cache-to type=s3",
        "--cache-from type=registry,ref=a,what=ever | --cache-from what=ever",
      })
  void whatCannotBeDoneIsRefusedByItsName(String flags, String name) {
    assertThat(build(flags.split(" ")))
        .isEqualTo(
            new CommandLineHarness.Result(125, "", "jdock: " + name + " is not supported yet\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--attest mode=max | ERROR: attestation type not specified",
        "--provenance max | ERROR: invalid value max",
        "--sbom x | ERROR: invalid value x",
      })
  void whatIsNoAttestationIsRefusedAsFlagsAre(String flags, String message) {
    assertThat(build(flags.split(" ")))
        .isEqualTo(new CommandLineHarness.Result(1, "", message + "\n"));
  }

  @Test
  void theStoreHasNoRoomForAttestations() {
    for (String flag : List.of("--provenance", "--sbom")) {
      assertThat(build(flag, "true").err())
          .startsWith(
              "ERROR: failed to build: Attestation is not supported for the docker driver.\n");
    }
    assertThat(harness.engine.calls).isEmpty();
  }

  @Test
  void attestationsMayBeTurnedOff() {
    assertThat(
            outputs("--provenance", "false", "--sbom=false", "--attest", "type=sbom,disabled=true"))
        .isNotNull();
    assertThat(outputs("--attest", "type=provenance,mode=max", "--provenance=false")).isNotNull();
  }

  @Test
  void nothingIsWrittenToATerminal() {
    harness.terminal = true;
    assertThat(build("--progress", "plain", "-o", "type=oci").err())
        .isEqualTo(
            "ERROR: failed to build: dest file is required for oci exporter. refusing to write to console\n");
  }

  @Test
  void placesOfCaches() {
    BuildOutputs outputs =
        outputs(
            "--cache-from",
            "a/b:1,c",
            "--cache-from",
            "type=local,src=d,tag=t",
            "--cache-to",
            "type=registry,ref=r,mode=max,compression=zstd,ignore-error=true,image-manifest=false",
            "--cache-to",
            "type=local,dest=e",
            "--build-arg",
            "BUILDKIT_INLINE_CACHE=1");
    LayerForm zstd = new LayerForm(LayerForm.Kind.ZSTD, null, false);
    assertThat(outputs.cacheFrom())
        .containsExactly(
            new CachePlace.Registry("a/b:1", false, CachePlace.Extent.LEAST),
            new CachePlace.Registry("c", false, CachePlace.Extent.LEAST),
            new CachePlace.Folder(folder.resolve("d"), "d", "t", null, CachePlace.Extent.LEAST));
    assertThat(outputs.cacheTo())
        .containsExactly(
            new CachePlace.Registry("r", false, new CachePlace.Extent(true, true, zstd, true)),
            new CachePlace.Folder(
                folder.resolve("e"), "e", "latest", null, CachePlace.Extent.LEAST),
            new CachePlace.Inline());
  }

  @Test
  void aDigestNamesACacheInAFolder() {
    String digest = "sha256:" + "2b".repeat(32);
    assertThat(outputs("--cache-from", "type=local,src=d,digest=" + digest).cacheFrom())
        .containsExactly(
            new CachePlace.Folder(
                folder.resolve("d"), "d", "latest", Digest.parse(digest), CachePlace.Extent.LEAST));
  }

  @Test
  void metadataAreSortedAndIndented() throws IOException {
    Path file = folder.resolve("m.json");
    Files.writeString(file, "of an earlier build");
    BuildOutputs outputs = outputs("--metadata-file", "m.json");
    assertThat(file).doesNotExist();
    outputs
        .receipt()
        .accept(Json.object().put("image.name", "a").put("containerimage.digest", "d"));
    assertThat(Files.readString(file))
        .matches(
            """
            \\{
              "buildx.build.ref": "default/default/[0-9a-z]{25}",
              "containerimage.digest": "d",
              "image.name": "a"
            \\}\
            """);
  }
}
