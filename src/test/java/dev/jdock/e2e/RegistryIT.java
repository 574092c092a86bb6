package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The registries of the other tests. */
class RegistryIT {

  @Test
  void answersWhileOpen() {
    String url;
    try (Registry registry = Registry.start()) {
      url = "http://" + registry.host() + "/v2/";
      assertThat(Host.get(url)).hasValue("{}");
    }
    assertThat(Host.get(url)).isEmpty();
  }
}
