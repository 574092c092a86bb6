package dev.jdock.runtime.template;

import java.util.AbstractList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Go's nil slice: as an empty one to templates, {@code null} as JSON. */
final class NilList extends AbstractList<@Nullable Object> {
  /** Members of Docker's documents that are slices. */
  static final Set<String> NAMES =
      Set.of(
          "Aliases",
          "Args",
          "Authorization",
          "Binds",
          "BlkioDeviceReadBps",
          "BlkioDeviceReadIOps",
          "BlkioDeviceWriteBps",
          "BlkioDeviceWriteIOps",
          "BlkioWeightDevice",
          "CapAdd",
          "CapDrop",
          "Cmd",
          "DNSNames",
          "DeviceCgroupRules",
          "DeviceRequests",
          "Devices",
          "Dns",
          "DnsOptions",
          "DnsSearch",
          "Entrypoint",
          "Env",
          "ExecIDs",
          "ExtraHosts",
          "GroupAdd",
          "Links",
          "MaskedPaths",
          "Mounts",
          "OnBuild",
          "ReadonlyPaths",
          "RepoDigests",
          "RepoTags",
          "SecondaryIPAddresses",
          "SecondaryIPv6Addresses",
          "SecurityOpt",
          "Shell",
          "Ulimits",
          "VolumesFrom");

  @Override
  public @Nullable Object get(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public int size() {
    return 0;
  }
}
