package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildPropertiesTest {

  @Test
  void theBuildKnowsItsVersionAndItsCommit() {
    BuildProperties build = BuildProperties.own();
    assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(build.commit()).matches("([0-9a-f]{7,})?");
  }
}
