package dev.jdock.runtime.container.record;

import dev.jdock.runtime.container.document.ContainerDocument;
import dev.jdock.runtime.container.document.HealthDocument;
import dev.jdock.runtime.container.document.ImageConfigDocument;
import dev.jdock.runtime.container.document.SettingsDocument;
import dev.jdock.runtime.container.document.StateDocument;

/** Between a container's records in memory and the documents that are written of them. */
final class RecordCodec {
  private RecordCodec() {}

  static ContainerDocument document(ContainerRecord record) {
    return new ContainerDocument(
        ContainerDocument.VERSION,
        record.id(),
        record.name(),
        record.created(),
        SettingsDocument.of(record.spec()),
        record.imageId(),
        record.layers(),
        ImageConfigDocument.of(record.config()),
        record.commandLine(),
        record.hostname(),
        record.mounts().stream().map(RecordCodec::document).toList());
  }

  static ContainerRecord record(ContainerDocument document) {
    return new ContainerRecord(
        document.id(),
        document.name(),
        document.created(),
        document.spec().value(),
        document.imageId(),
        document.layers(),
        document.config().value(),
        document.commandLine(),
        document.hostname(),
        document.mounts().stream().map(RecordCodec::mount).toList());
  }

  private static ContainerDocument.Mount document(MountPoint mount) {
    return new ContainerDocument.Mount(
        mount.type(),
        mount.name(),
        mount.source(),
        mount.destination(),
        mount.mode(),
        mount.writable(),
        mount.propagation(),
        mount.anonymous(),
        mount.explicit(),
        mount.nonRecursive(),
        mount.readOnlyTopOnly(),
        mount.part().subpath(),
        mount.ownership(),
        mount.part().imageId(),
        mount.part().layers());
  }

  private static MountPoint mount(ContainerDocument.Mount document) {
    return new MountPoint(
        document.type(),
        document.name(),
        document.source(),
        document.destination(),
        document.mode(),
        document.writable(),
        document.propagation(),
        document.anonymous(),
        document.explicit(),
        document.nonRecursive(),
        document.readOnlyTopOnly(),
        new MountPoint.Part(document.subpath(), document.imageId(), document.layers()),
        document.ownership());
  }

  static StateDocument document(ContainerState state) {
    return new StateDocument(
        StateDocument.VERSION,
        switch (state.status()) {
          case CREATED -> StateDocument.Status.CREATED;
          case RUNNING -> StateDocument.Status.RUNNING;
          case RESTARTING -> StateDocument.Status.RESTARTING;
          case EXITED -> StateDocument.Status.EXITED;
          case REMOVING -> StateDocument.Status.REMOVING;
          case DEAD -> StateDocument.Status.DEAD;
        },
        state.pid(),
        state.processStart(),
        state.startedAt(),
        state.finishedAt(),
        state.exitCode(),
        state.error(),
        state.oomKilled(),
        state.restarts(),
        state.stoppedByUser());
  }

  static ContainerState state(StateDocument document) {
    return new ContainerState(
        switch (document.status()) {
          case CREATED -> ContainerState.Status.CREATED;
          case RUNNING -> ContainerState.Status.RUNNING;
          case RESTARTING -> ContainerState.Status.RESTARTING;
          case EXITED -> ContainerState.Status.EXITED;
          case REMOVING -> ContainerState.Status.REMOVING;
          case DEAD -> ContainerState.Status.DEAD;
        },
        document.pid(),
        document.processStart(),
        document.startedAt(),
        document.finishedAt(),
        document.exitCode(),
        document.error(),
        document.oomKilled(),
        document.restarts(),
        document.stoppedByUser());
  }

  static HealthDocument document(Health health) {
    return new HealthDocument(
        HealthDocument.VERSION,
        switch (health.status()) {
          case STARTING -> HealthDocument.Status.STARTING;
          case HEALTHY -> HealthDocument.Status.HEALTHY;
          case UNHEALTHY -> HealthDocument.Status.UNHEALTHY;
        },
        health.failingStreak(),
        health.log().stream()
            .map(each ->
                new HealthDocument.Probe(each.start(), each.end(), each.exitCode(), each.output()))
            .toList());
  }

  static Health health(HealthDocument document) {
    return new Health(
        switch (document.status()) {
          case STARTING -> Health.Status.STARTING;
          case HEALTHY -> Health.Status.HEALTHY;
          case UNHEALTHY -> Health.Status.UNHEALTHY;
        },
        document.failingStreak(),
        document.log().stream()
            .map(each -> new Health.Probe(each.start(), each.end(), each.exitCode(), each.output()))
            .toList());
  }
}
