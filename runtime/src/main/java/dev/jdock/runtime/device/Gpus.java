package dev.jdock.runtime.device;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code --gpus}: a request for capabilities, answered by the vendor of whose GPUs the machine has
 * specifications.
 */
final class Gpus {
  /**
   * @param capabilities all that it has; a request may name any of them
   */
  private record Vendor(String driver, String kind, Set<String> capabilities) {}

  private static final List<Vendor> VENDORS =
      List.of(
          new Vendor(
              "nvidia",
              "nvidia.com/gpu",
              Set.of(
                  "gpu",
                  "nvidia",
                  "compute",
                  "compat32",
                  "graphics",
                  "utility",
                  "video",
                  "display")),
          new Vendor("amd", "amd.com/gpu", Set.of("gpu", "amd")));

  private Gpus() {}

  /**
   * Full names of the devices.
   *
   * @throws JdockException in Docker's words, when there is no vendor that can
   */
  static List<String> names(DeviceRequest request, CdiDevices devices) {
    Vendor vendor =
        VENDORS.stream()
            .filter(each -> List.of("", each.driver()).contains(request.driver()))
            .filter(
                each -> request.capabilities().stream().anyMatch(each.capabilities()::containsAll))
            .filter(each -> devices.has(each.kind()))
            .findFirst()
            .orElseThrow(() -> nobody(request));
    if (request.count() != 0 && !request.ids().isEmpty()) {
      throw JdockException.invalid("cannot set both Count and DeviceIDs on device request");
    }
    return which(request).stream().map(id -> vendor.kind() + "=" + id).toList();
  }

  private static List<String> which(DeviceRequest request) {
    if (!request.ids().isEmpty()) {
      return new ArrayList<>(request.ids());
    }
    return request.count() < 0
        ? List.of("all")
        : IntStream.range(0, request.count()).mapToObj(Integer::toString).toList();
  }

  private static JdockException nobody(DeviceRequest request) {
    String capabilities =
        request.capabilities().stream()
            .map(all -> "[" + String.join(" ", all) + "]")
            .collect(Collectors.joining(" ", "[", "]"));
    return JdockException.invalid(
        "could not select device driver \""
            + request.driver()
            + "\" with capabilities: "
            + capabilities);
  }
}
