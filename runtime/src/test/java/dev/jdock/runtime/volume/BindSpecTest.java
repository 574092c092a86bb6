package dev.jdock.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindSpecTest {
  @Test
  void takesFoldersAndVolumes() {
    BindSpec folder = BindSpec.parse("/host:/in/../there/:ro,rslave");
    assertThat(folder)
        .isEqualTo(new BindSpec("/host", "/there", "ro,rslave", true, true, "rslave", false));
    assertThat(folder.isPath()).isTrue();
    BindSpec volume = BindSpec.parse("data:/data:nocopy");
    assertThat(volume)
        .isEqualTo(new BindSpec("data", "/data", "nocopy", false, false, "rprivate", false));
    assertThat(BindSpec.parse("/a:/b:ro,idmap").matchesUser()).isTrue();
    assertThat(volume.isPath()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a | invalid volume specification: '/a'",
        "/a::ro | invalid volume specification: '/a::ro'",
        "/a:/b:ro:x | invalid volume specification: '/a:/b:ro:x'",
        "/a:/ | invalid mount config for type \"bind\": invalid specification: destination can't be '/'",
        "data:/ | invalid mount config for type \"volume\": invalid specification: destination can't be '/'",
        "/a:/.. | destination can't be '/'",
        "/a:b | mount path must be absolute",
        "/a:/b:fast | invalid mode: fast",
        "/a:/b:ro,rw | invalid mode: ro,rw",
        "/a:/b:idmap,idmap | invalid mode: idmap,idmap",
        "/a:/b:nocopy | field VolumeOptions must not be specified",
        "data:/b:rslave | field BindOptions must not be specified",
        "data:/b:idmap | field BindOptions must not be specified",
        "../a:/b | includes invalid characters for a local volume name",
        "x:/b | includes invalid characters for a local volume name",
      })
  void refusesWhatCannotBe(String text, String message) {
    assertThatThrownBy(() -> BindSpec.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining(message);
  }
}
