package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcAnswer;
import dev.jdock.api.grpc.GrpcMethod;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.Platform;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code moby.buildkit.v1.Control}. */
final class Control {
  private static final String SERVICE = "moby.buildkit.v1.Control/";
  private static final String WORKER = "jdock";

  /** As the docker driver's worker calls it, so that {@code host-gateway} works. */
  private static final String GATEWAY = "org.mobyproject.buildkit.worker.moby.host-gateway-ip";

  private final Engine engine;
  private final Solves solves;

  Control(Engine engine, Solves solves) {
    this.engine = engine;
    this.solves = solves;
  }

  Map<String, GrpcMethod> methods() {
    Map<String, GrpcMethod> methods = new HashMap<>();
    methods.put(SERVICE + "ListWorkers", this::listWorkers);
    methods.put(SERVICE + "Info", this::info);
    methods.put(SERVICE + "Solve", this::solve);
    methods.put(SERVICE + "Status", this::status);
    methods.put(SERVICE + "DiskUsage", this::diskUsage);
    methods.put(SERVICE + "Prune", this::prune);
    methods.put(SERVICE + "ListenBuildHistory", (metadata, request, answer) -> {});
    return methods;
  }

  /** This machine's platform, as {@code pb.Platform}. */
  static ProtoWriter platform() {
    Platform local = Platform.local();
    ProtoWriter platform = new ProtoWriter().text(1, local.architecture()).text(2, local.os());
    String variant = local.variant();
    return variant == null ? platform : platform.text(3, variant);
  }

  private ProtoWriter version() {
    return new ProtoWriter()
        .text(1, "jdock")
        .text(2, "v" + engine.system().version().path("Version").asText());
  }

  private void listWorkers(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException {
    ProtoWriter worker = new ProtoWriter().text(1, WORKER);
    String gateway =
        engine
            .networks()
            .inspect("bridge", "")
            .path("IPAM")
            .path("Config")
            .path(0)
            .path("Gateway")
            .asText();
    if (!gateway.isEmpty()) {
      worker.entry(2, GATEWAY, gateway);
    }
    worker.message(3, platform()).message(5, version());
    answer.send(new ProtoWriter().message(1, worker));
  }

  private void info(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException {
    answer.send(new ProtoWriter().message(1, version()));
  }

  /** Answers when the client has given its build back, whose image is there by then. */
  private void solve(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException {
    Solve solve = solves.of(metadata.getOrDefault(GrpcMethod.PEER, ""), request.text(1));
    solve.begin(request);
    try {
      Map<String, String> receipt = solve.result();
      solve.end();
      answer.send(new ProtoWriter().entries(1, receipt));
    } finally {
      solve.end();
      solves.end(solve);
    }
  }

  private void status(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException {
    Solve solve = solves.of(metadata.getOrDefault(GrpcMethod.PEER, ""), request.text(1));
    try {
      solve.watch(answer);
    } finally {
      if (!solve.hasBegun()) {
        solves.end(solve);
      }
    }
  }

  private List<CacheRecord> records() {
    return engine.system().diskUsage(EnumSet.of(DiskUsage.Type.BUILD_CACHE)).buildCache();
  }

  private void diskUsage(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException {
    ProtoWriter all = new ProtoWriter();
    records().forEach(record -> all.message(1, usage(record)));
    answer.send(all);
  }

  /** {@code UsageRecord}. */
  private static ProtoWriter usage(CacheRecord record) {
    ProtoWriter usage =
        new ProtoWriter()
            .text(1, record.id())
            .flag(2, record.type().mutable())
            .flag(3, record.inUse())
            .number(4, record.size())
            .time(6, record.created())
            .number(8, record.uses())
            .text(9, record.description())
            .text(10, record.type().toString())
            .flag(11, record.shared());
    Instant used = record.lastUsed();
    return used == null ? usage : usage.time(7, used);
  }

  /** Tells of each record that is gone. */
  private void prune(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException, IOException {
    Filters filters = Filters.NONE;
    for (String filter : request.texts(1)) {
      if (filter.isEmpty()) {
        continue;
      }
      int equals = filter.indexOf("==");
      filters =
          equals < 0
              ? filters.with(filter, "true")
              : filters.with(filter.substring(0, equals), filter.substring(equals + 2));
    }
    long keep = request.number(3);
    if (keep > 0) {
      filters = filters.with("until", keep / 1_000_000_000 + "s");
    }
    List<CacheRecord> before = records();
    Set<String> gone =
        new HashSet<>(
            engine
                .builds()
                .prune(
                    new BuildPrune(
                        request.flag(2),
                        request.number(4),
                        request.number(5),
                        request.number(6),
                        filters))
                .names());
    for (CacheRecord record : before) {
      if (gone.contains(record.id())) {
        answer.send(usage(record));
      }
    }
  }
}
