package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.Signal;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.HealthCheckPlan;
import dev.jdock.runtime.container.record.RestartPolicy;
import dev.jdock.runtime.container.security.Capabilities;
import dev.jdock.runtime.container.security.SecurityOptions;
import dev.jdock.runtime.container.start.DevicePlan;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Networking;

/** What is wrong with a specification before anything is made of it, in Docker's words. */
final class SpecCheck {
  private final CheckedAgainst machine;
  private final ContainerSpec spec;

  private SpecCheck(CheckedAgainst machine, ContainerSpec spec) {
    this.machine = machine;
    this.spec = spec;
  }

  /**
   * @throws JdockException INVALID, NOT_FOUND or CONFLICT
   */
  static void validate(CheckedAgainst machine, ContainerSpec spec) {
    SpecCheck check = new SpecCheck(machine, spec);
    RequestCheck.validate(spec);
    check.life();
    check.isolation();
    check.network();
    check.storage();
    ResourceCheck.validate(spec.resources(), machine.cgroups().all());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw JdockException.invalid(otherwise);
    }
  }

  private void life() {
    RestartPolicy.of(spec.lifecycle());
    HealthCheckPlan.validate(spec.lifecycle().healthcheck());
    String signal = spec.lifecycle().stopSignal();
    require(
        signal == null || signal.isEmpty() || Signal.parse(signal).isPresent(),
        "invalid signal: " + signal);
  }

  private void isolation() {
    Isolation isolation = spec.isolation();
    Capabilities.validate(isolation.capAdd(), isolation.capDrop());
    SecurityOptions.parse(isolation.securityOptions());
    isolation.devices().cgroupRules().forEach(DevicePlan::rule);
    namespaces(isolation.namespaces());
  }

  private void namespaces(Isolation.Namespaces wanted) {
    if (ContainerMode.isContainer(wanted.pid())) {
      machine.registry().find(ContainerMode.container(wanted.pid()));
    }
    if (ContainerMode.isContainer(wanted.ipc())) {
      machine.registry().find(ContainerMode.container(wanted.ipc()));
    }
    require(
        !wanted.uts().equals("host") || isEmpty(spec.networking().hostname()),
        "conflicting options: hostname and the UTS mode");
  }

  private static boolean isEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null || text.isEmpty();
  }

  private void network() {
    Networking networking = spec.networking();
    String mode = networking.mode();
    require(
        !mode.equals("host") || networking.links().isEmpty(),
        "conflicting options: host type networking can't be used with links. This would result in"
            + " undefined behavior");
    if (ContainerMode.isContainer(mode)) {
      sharedNetwork(networking);
      machine.registry().find(ContainerMode.container(mode));
    }
    require(
        !mode.equals("host") || networking.address().mac().isEmpty(),
        "conflicting options: mac-address and the network mode");
    Attachments.validate(machine.networks(), networking);
    machine.links().validate(networking.links());
  }

  private static void sharedNetwork(Networking networking) {
    String conflict = "conflicting options: ";
    require(networking.address().mac().isEmpty(), conflict + "mac-address and the network mode");
    require(
        networking.networks().isEmpty(),
        conflict + "container type network can't be used with other networks");
    require(isEmpty(networking.hostname()), conflict + "hostname and the network mode");
    require(
        networking.links().isEmpty(),
        conflict
            + "container type network can't be used with links. This would result in undefined"
            + " behavior");
    require(networking.dns().isEmpty(), conflict + "dns and the network mode");
    require(
        networking.extraHosts().isEmpty(),
        conflict + "custom host-to-IP mapping and the network mode");
    require(
        networking.publish().isEmpty() && !networking.publishAll(),
        conflict + "port publishing and the container type network mode");
    require(
        networking.exposed().isEmpty(),
        conflict + "port exposing and the container type network mode");
  }

  private void storage() {
    StorageSize.check(spec.storage().options(), machine.files().initLayer());
  }
}
