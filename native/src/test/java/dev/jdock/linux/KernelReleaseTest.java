package dev.jdock.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelReleaseTest {
  @Test
  void readsMajorAndMinorOfDistributionsReleases() {
    assertThat(KernelRelease.parse("6.1.0-28-amd64\n")).contains(new KernelRelease(6, 1));
    assertThat(KernelRelease.parse("6.15-rc3")).contains(new KernelRelease(6, 15));
    assertThat(KernelRelease.parse("")).isEmpty();
    assertThat(KernelRelease.parse("six")).isEmpty();
    assertThat(KernelRelease.running()).isPresent();
  }

  @Test
  void comparesNumbersAndNotText() {
    KernelRelease release = new KernelRelease(6, 10);
    assertThat(release.isAtLeast(6, 9)).isTrue();
    assertThat(release.isAtLeast(6, 10)).isTrue();
    assertThat(release.isAtLeast(5, 15)).isTrue();
    assertThat(release.isAtLeast(6, 15)).isFalse();
    assertThat(release.isAtLeast(7, 0)).isFalse();
  }
}
