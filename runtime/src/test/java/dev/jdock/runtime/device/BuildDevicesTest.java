package dev.jdock.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.AllowedDevices;
import dev.jdock.image.dockerfile.RunSandbox.RunDevice;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildDevicesTest {
  private static final AllowedDevices ALL = new AllowedDevices(true, Set.of(), Map.of());

  @TempDir private Path folder;

  @BeforeEach
  void describeDevices() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"cdiVersion": "0.6.0", "kind": "v.com/gpu", "devices": [
          {"name": "0", "containerEdits": {"env": ["A=0"]}},
          {"name": "1", "containerEdits": {"env": ["A=1"]}}]}
        """);
    Files.writeString(
        folder.resolve("b.json"),
        """
        {"cdiVersion": "0.6.0", "kind": "v.com/free",
         "annotations": {"org.mobyproject.buildkit.device.autoallow": "true"},
         "devices": [
          {"name": "yes", "containerEdits": {"env": ["A=yes"]}},
          {"name": "no", "containerEdits": {"env": ["A=no"]},
           "annotations": {"org.mobyproject.buildkit.device.autoallow": "false"}}]}
        """);
  }

  private List<String> found(AllowedDevices allowed, RunDevice... wanted) {
    Devices devices =
        BuildDevices.of(List.of(wanted), allowed, () -> CdiDevices.in(List.of(folder)));
    return devices.requests().stream().flatMap(request -> request.ids().stream()).toList();
  }

  private static RunDevice device(String name) {
    return new RunDevice(name, true);
  }

  @Test
  void aNameIsOneAKindItsFirstAndAStarAll() {
    assertThat(found(ALL, device("v.com/gpu=1"))).containsExactly("v.com/gpu=1");
    assertThat(found(ALL, device("v.com/gpu"))).containsExactly("v.com/gpu=0");
    assertThat(found(ALL, device("v.com/gpu=*"))).containsExactly("v.com/gpu=0", "v.com/gpu=1");
  }

  @Test
  void oneThatIsMissingIsAnErrorIfItIsRequired() {
    assertThat(found(ALL, new RunDevice("v.com/gpu=9", false))).isEmpty();
    assertThatThrownBy(() -> found(ALL, device("v.com/gpu=9")))
        .isInstanceOf(JdockException.class)
        .hasMessage("required device \"v.com/gpu=9\" is not registered");
  }

  @Test
  void aDeviceOfThisMachineStandsForTheOneThatTheDockerfileNames() {
    Map<String, String> aliases =
        Map.of("o.com/card=x", "v.com/gpu=1", "o.com/none=x", "v.com/no=1");
    AllowedDevices allowed = new AllowedDevices(false, Set.of(), aliases);
    assertThat(found(allowed, device("o.com/card=x"))).containsExactly("v.com/gpu=1");
    assertThatThrownBy(() -> found(allowed, device("v.com/gpu=1")))
        .hasMessage("device v.com/gpu=1 is requested by the build but not allowed");
    assertThatThrownBy(() -> found(allowed, device("o.com/none=x")))
        .hasMessage("required device \"v.com/no=1\" is not registered");
  }

  @Test
  void onlyWhatTheCallerOrTheVendorAllowsIsGiven() {
    AllowedDevices one = new AllowedDevices(false, Set.of("v.com/gpu=1"), Map.of());
    assertThat(found(one, device("v.com/gpu=1"))).containsExactly("v.com/gpu=1");
    assertThat(found(AllowedDevices.NONE, device("v.com/free=yes")))
        .containsExactly("v.com/free=yes");
    assertThatThrownBy(() -> found(one, device("v.com/gpu=0")))
        .hasMessage("device v.com/gpu=0 is requested by the build but not allowed");
    assertThatThrownBy(
            () -> found(AllowedDevices.NONE, device("v.com/gpu=*"), device("v.com/free=no")))
        .hasMessage(
            "devices v.com/gpu=0, v.com/gpu=1, v.com/free=no are requested by the build but not"
                + " allowed");
  }

  @Test
  void withoutAnyTheMachineIsNotLookedAt() {
    assertThat(
            BuildDevices.of(
                List.of(),
                ALL,
                () -> {
                  throw new AssertionError("looked");
                }))
        .isEqualTo(Devices.NONE);
  }
}
