package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine made of files, with a compiler that writes down what it gets. */
class AppArmorProfilesTest {
  private static final String LOADED = "sys/kernel/security/apparmor/profiles";

  @TempDir private Path root;
  private AppArmorProfiles profiles = AppArmorProfiles.ofMachine();

  @BeforeEach
  void machineWithAppArmor() throws IOException {
    write("sys/module/apparmor/parameters/enabled", "Y\n");
    write(LOADED, "/usr/sbin/cups (enforce)\nmine (complain)\n");
    write("proc/self/attr/current", "unconfined\n");
    compiler("cat >%1$s/got; echo \"jdock-default (enforce)\" >>%1$s/" + LOADED);
  }

  private void write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void compiler(String script) throws IOException {
    write(
        "parser", "#!/bin/sh\necho \"$@\" >>" + root + "/calls\n" + script.formatted(root) + "\n");
    Files.setPosixFilePermissions(
        root.resolve("parser"), PosixFilePermissions.fromString("rwx------"));
    profiles = new AppArmorProfiles(root, List.of(root.resolve("parser")));
  }

  private String read(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  @Test
  void containersAreUnderTheDefaultProfileWhichIsLoadedOnce() throws IOException {
    assertThat(profiles.confining(null, false)).isEqualTo("jdock-default");
    assertThat(profiles.confining("jdock-default", false)).isEqualTo("jdock-default");
    assertThat(profiles.named(null, false)).isEqualTo("jdock-default");
    assertThat(read("calls")).isEqualTo("-K -r\n");
    assertThat(read("got"))
        .contains("profile \"jdock-default\" flags=(attach_disconnected,mediate_deleted) {")
        .contains("deny mount,")
        .doesNotContain("abi <");
  }

  @Test
  void profileThatSomebodyRemovedIsLoadedAgain() throws IOException {
    profiles.confining(null, false);
    write(LOADED, "");
    profiles.confining(null, false);
    assertThat(read("calls")).isEqualTo("-K -r\n-K -r\n");
  }

  @Test
  void engineThatIsConfinedMaySendSignalsStill() throws IOException {
    write("proc/self/attr/current", "engine profile (enforce)\n");
    write("etc/apparmor.d/abi/3.0", "");
    profiles.confining(null, false);
    assertThat(read("got"))
        .startsWith("abi <abi/3.0>,\n")
        .contains("signal (receive) peer=\"engine profile\",");
  }

  @Test
  void privilegedOnesAreConfinedOnlyIfAsked() {
    assertThat(profiles.confining(null, true)).isNull();
    assertThat(profiles.named(null, true)).isEqualTo("unconfined");
    assertThat(profiles.confining("mine", true)).isEqualTo("mine");
    assertThat(profiles.confining("unconfined", false)).isNull();
    assertThat(profiles.named("unconfined", false)).isEqualTo("unconfined");
  }

  @Test
  void profileThatIsNotLoadedIsRefused() {
    assertThatThrownBy(() -> profiles.confining("nosuch", false))
        .hasMessage(
            "AppArmor profile \"nosuch\" is not loaded: load it with apparmor_parser, or use"
                + " apparmor=unconfined");
    assertThatThrownBy(() -> profiles.confining("min", false)).hasMessageContaining("not loaded");
  }

  @Test
  void compilersComplaintIsToldInOneLine() throws IOException {
    compiler("cat >/dev/null; echo bad; echo line >&2; exit 1");
    assertThatThrownBy(() -> profiles.confining(null, false))
        .hasMessage(
            "AppArmor enabled on system but the jdock-default profile could not be loaded ("
                + root
                + "/parser: bad line): use apparmor=unconfined to do without");
  }

  @Test
  void withoutACompilerOnlyWhatIsLoadedConfines() throws IOException {
    Files.delete(root.resolve("parser"));
    assertThat(profiles.confines()).isFalse();
    assertThat(profiles.confining(null, false)).isNull();
    assertThat(profiles.named(null, false)).isEmpty();
    assertThat(profiles.confining("mine", false)).isEqualTo("mine");
    assertThatThrownBy(() -> profiles.confining("jdock-default", false))
        .hasMessageContaining("is not loaded");
  }

  @Test
  void kernelWithoutAppArmorConfinesNothing() throws IOException {
    write("sys/module/apparmor/parameters/enabled", "N\n");
    assertThat(profiles.confines()).isFalse();
    assertThat(profiles.confining("anything", false)).isNull();
    assertThat(profiles.named("anything", false)).isEmpty();
  }
}
