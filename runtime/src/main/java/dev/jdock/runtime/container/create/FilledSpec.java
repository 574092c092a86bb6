package dev.jdock.runtime.container.create;

import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.Device;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.network.AddressCheck;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request with what it leaves open filled in, as Docker's daemon does. */
public final class FilledSpec {
  /** Docker's size of /dev/shm in bytes: 64 MiB. */
  private static final long SHM_SIZE = 64L << 20;

  private static final String ALL_ACCESS = "rwm";

  private FilledSpec() {}

  /** The request as a container is made from it; what the image decides stays open. */
  public static ContainerSpec of(ContainerSpec spec) {
    return spec.with(resources(spec.resources()), networking(spec), life(spec.lifecycle()))
        .with(storage(spec.storage()))
        .with(spec.isolation().with(devices(spec.isolation().devices())));
  }

  private static Lifecycle life(Lifecycle life) {
    return life.restart().isEmpty() ? life.withRestart("no", life.restartLimit()) : life;
  }

  private static Networking networking(ContainerSpec spec) {
    Networking given = spec.networking();
    Networking filled =
        given
            .withMode(given.mode().isEmpty() ? "default" : given.mode())
            .withAddress(address(given.address()));
    List<Attachment> attachments = given.attachments();
    return attachments == null
        ? filled
        : filled.withAttachments(
            attachments.stream().map(each -> each.withAddress(address(each.address()))).toList());
  }

  private static Networking.Address address(Networking.Address given) {
    return new Networking.Address(given.ip(), given.ip6(), mac(given.mac()), given.linkLocal());
  }

  /** What is no address stays as it is, to be refused. */
  private static String mac(String given) {
    return AddressCheck.isMac(given) ? AddressCheck.withColons(given) : given;
  }

  /** A bind of a single path is an anonymous volume. */
  private static Storage storage(Storage given) {
    List<String> binds = new ArrayList<>();
    Set<String> anonymous = new LinkedHashSet<>(given.anonymousVolumes());
    for (String bind : given.binds()) {
      boolean single = bind.startsWith("/") && bind.indexOf(':') < 0;
      boolean _ = single ? anonymous.add(bind) : binds.add(bind);
    }
    return new Storage(
        List.copyOf(binds),
        List.copyOf(anonymous),
        given.tmpfs(),
        given.shmSize() == 0 ? SHM_SIZE : given.shmSize(),
        given.mounts(),
        given.volumesFrom(),
        given.volumeDriver(),
        given.options());
  }

  private static Resources resources(Resources given) {
    Resources.Memory memory = given.memory();
    Integer swappiness = memory.swappiness();
    return new Resources(
        given.memoryBytes(),
        given.nanoCpus(),
        given.pids(),
        new Resources.Memory(
            memory.reservation(),
            memory.swap(),
            swappiness != null && swappiness == -1 ? null : swappiness,
            memory.kernel(),
            memory.oomKillDisable()),
        given.cpu(),
        given.blockIo(),
        ProcessLimitCheck.lastOfEach(given.ulimits()));
  }

  private static Devices devices(Devices given) {
    return new Devices(
        given.nodes().stream()
            .map(device ->
                device.permissions().isEmpty()
                    ? new Device(device.hostPath(), device.containerPath(), ALL_ACCESS)
                    : device)
            .toList(),
        given.cgroupRules(),
        given.requests());
  }
}
