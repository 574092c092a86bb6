package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.dockerfile.RunMount.Sharing;
import dev.jdock.image.dockerfile.RunMount.Type;
import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunMountsTest {
  private static RunMount parse(String text) {
    return RunMounts.parse(text, word -> word.replace("$x", "value"));
  }

  @Test
  void bindIsTheDefaultAndReadOnly() {
    assertThat(parse("from=base,source=/a,target=/b"))
        .isEqualTo(
            new RunMount(
                Type.BIND,
                "base",
                "/a",
                "/b",
                true,
                0,
                "",
                Sharing.SHARED,
                null,
                null,
                null,
                false,
                null));
  }

  @Test
  void cachesAndMemoryAreWritable() {
    assertThat(parse("type=cache,target=/b").readOnly()).isFalse();
    assertThat(parse("type=tmpfs,target=/b").readOnly()).isFalse();
    assertThat(parse("type=cache,target=/b,ro").readOnly()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"target=/b", "dst=/b", "destination=/b", "TARGET=/b", "\"target=/b\""})
  void targetHasThreeNames(String text) {
    assertThat(parse(text).target()).isEqualTo("/b");
  }

  @ParameterizedTest
  @CsvSource({
    "rw,false",
    "readwrite,false",
    "rw=true,false",
    "rw=0,true",
    "ro,true",
    "readonly=F,false",
    "ro=1,true"
  })
  void readOnlyHasFourNames(String option, boolean readOnly) {
    assertThat(parse("target=/b," + option).readOnly()).isEqualTo(readOnly);
  }

  @Test
  void readsEveryOptionOfCaches() {
    assertThat(
            parse("type=CACHE,id=$x,dst=c,sharing=Locked,mode=01750,uid=4294967295,gid=5,src=/s"))
        .isEqualTo(
            new RunMount(
                Type.CACHE,
                "",
                "/s",
                "c",
                false,
                0,
                "value",
                Sharing.LOCKED,
                01750,
                -1,
                5,
                false,
                null));
  }

  @Test
  void readsTheSizeOfMemory() {
    assertThat(parse("type=tmpfs,target=/b,size=128m").size()).isEqualTo(128L << 20);
  }

  @Test
  void fieldsAreCommaSeparatedAsInGo() {
    assertThat(parse("\"target=/a,b\",\"source=/say \"\"x\"\"\""))
        .satisfies(mount -> assertThat(mount.target()).isEqualTo("/a,b"))
        .satisfies(mount -> assertThat(mount.source()).isEqualTo("/say \"x\""));
  }

  /** The texts are BuildKit's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "typ=cache|unexpected key 'typ' in 'typ=cache' (did you mean type?)",
        "type=tmp|unsupported mount type \"tmp\" (did you mean tmpfs?)",
        "type=nothing|unsupported mount type \"nothing\"",
        "target|invalid field 'target' must be a key=value pair",
        "ro=maybe|invalid value for ro: maybe",
        "rw=x|invalid value for rw: x",
        "required|unexpected key 'required' for mount type 'bind'",
        "type=cache,required=true|unexpected key 'required' for mount type 'cache'",
        "size=1m|unexpected key 'size' for mount type 'bind'",
        "type=tmpfs,size=much|invalid value for size: much",
        "type=cache,sharing=lock|unsupported sharing value \"lock\" (did you mean locked?)",
        "sharing=locked|invalid cache sharing set for bind mount",
        "type=cache,mode=9|invalid value 9 for mode",
        "type=cache,uid=-1|invalid value -1 for uid",
        "type=cache,gid=4294967296|invalid value 4294967296 for gid",
        "mode=755|mode not allowed for \"bind\" type mounts",
        "type=tmpfs,uid=0|uid not allowed for \"tmpfs\" type mounts",
        "gid=0|gid not allowed for \"bind\" type mounts",
        "a\"b|failed to parse csv mounts: parse error on line 1, column 2: bare \" in non-quoted"
            + " field",
        "ro,\"target=/x|failed to parse csv mounts: parse error on line 1, column 5: extraneous or"
            + " missing \" in quoted-field",
        "\"ro\"x|failed to parse csv mounts: parse error on line 1, column 4: extraneous or missing"
            + " \" in quoted-field",
        "``|failed to parse csv mounts: EOF",
        "type=ssh,source=x|ssh does not support source",
        "type=ssh,sharing=shared|invalid cache sharing set for ssh mount",
        "type=secret|invalid secret mount. one of source, target required",
        "type=secret,id=a,source=b|both source and id can't be set",
        "type=secret,id=a,from=b|secret mount should not have a from",
        "type=secret,id=a,sharing=shared|secret mount should not define sharing",
        "type=secret,id=a,required=x|invalid value for required: x",
        "type=secret,id=a,env|invalid field 'env' must be a key=value pair",
        "type=$y,target=/x|unsupported mount type \"$y\""
      })
  void refusesInBuildKitsWords(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessage(message == null ? "" : message);
  }

  @Test
  void whatItTakesFilesFromIsKnownBeforeVariablesAre() {
    assertThat(RunMounts.from("type=$x,from=base,target=$y")).isEqualTo("base");
    assertThat(RunMounts.target("type=$x,from=base,dst=$y")).isEqualTo("$y");
    assertThat(RunMounts.from("type=tmpfs")).isEmpty();
  }

  @Test
  void readsEveryOptionOfSecrets() {
    RunMount mount = parse("type=secret,id=a,target=/t,required,mode=0440,uid=1,gid=2,env=$x");
    assertThat(mount.isConfidential()).isTrue();
    assertThat(mount.required()).isTrue();
    assertThat(mount.env()).isEqualTo("value");
    assertThat(mount.mode()).isEqualTo(0440);
    assertThat(mount.secretTarget()).contains("/t");
  }

  @ParameterizedTest
  @CsvSource({
    "'id=a',a,/run/secrets/a",
    "'source=b/c',b/c,/run/secrets/c",
    "'target=/x/y',y,/x/y",
    "'id=a,env=A',a,",
    "'id=a,env=A,target=/t',a,/t"
  })
  void aSecretHasANameAndMostlyAPlace(String options, String name, String target) {
    RunMount mount = parse("type=secret," + options);
    assertThat(mount.secretId()).isEqualTo(name);
    assertThat(mount.secretTarget()).isEqualTo(java.util.Optional.ofNullable(target));
  }
}
