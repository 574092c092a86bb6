package dev.jdock.runtime.engine;

import dev.jdock.runtime.engine.Resources.DeviceRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different about a container; 0, empty and null leave what is.
 *
 * @param pids -1 for no limit; null leaves what is
 * @param memorySwap bytes of memory and swap together, -1 for no limit of swap
 * @param restartPolicy {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
 * @param restartLimit how often at most after a failure; 0 for no limit
 * @param publish ports to publish besides those that are
 * @param unpublish ports no more to publish; of a host port 0, all that lead to the container's
 */
public record ContainerUpdate(
    long memoryBytes,
    long memorySwap,
    long memoryReservation,
    long nanoCpus,
    @Nullable Long pids,
    Resources.Cpu cpu,
    BlockIo blockIo,
    @Nullable String restartPolicy,
    int restartLimit,
    List<PortMapping> publish,
    List<PortMapping> unpublish) {

  /**
   * What is to be different about a container's shares of block devices.
   *
   * @param weight 0 leaves what is
   * @param deviceWeights instead of those that are, likewise the others; null leaves what is
   */
  public record BlockIo(
      int weight,
      @Nullable List<DeviceRate> deviceWeights,
      @Nullable List<DeviceRate> readBps,
      @Nullable List<DeviceRate> writeBps,
      @Nullable List<DeviceRate> readIops,
      @Nullable List<DeviceRate> writeIops) {
    /** Leaves what is. */
    public static final BlockIo NONE = ofWeight(0);

    public static BlockIo ofWeight(int weight) {
      return new BlockIo(weight, null, null, null, null, null);
    }
  }
}
