package dev.jdock.image.build.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.plan.Change;
import dev.jdock.image.build.plan.ConfidentialMounts;
import dev.jdock.image.dockerfile.RunMount;

/** Mounts of a command as BuildKit's {@code pb.Mount} has them in JSON. */
record Mounts(ArrayNode nodes) {
  private static final int SECRET = 1;
  private static final int SSH = 2;
  private static final int CACHE = 3;
  private static final int TMPFS = 4;
  private static final int NO_INPUT = -1;

  private ObjectNode node(int input, String target) {
    ObjectNode node = nodes.addObject();
    if (input != 0) {
      node.put("input", input);
    }
    return node.put("dest", target);
  }

  void add(Change.Mount mount, int input) {
    RunMount said = mount.mount();
    boolean empty = said.type() == RunMount.Type.TMPFS;
    ObjectNode node = node(empty ? NO_INPUT : input, mount.target());
    if (!said.source().isEmpty()) {
      node.put("selector", said.source());
    }
    if (said.readOnly()) {
      node.put("readonly", true);
    }
    switch (said.type()) {
      case CACHE ->
          node.put("mountType", CACHE)
              .putObject("cacheOpt")
              .put("ID", said.id().isEmpty() ? mount.target() : said.id())
              .put("sharing", number(said.sharing()));
      case TMPFS -> {
        node.put("mountType", TMPFS);
        if (said.size() > 0) {
          node.putObject("TmpfsOpt").put("size", said.size());
        }
      }
      case BIND, SECRET, SSH -> {}
    }
  }

  private static int number(RunMount.Sharing sharing) {
    return switch (sharing) {
      case SHARED -> 0;
      case PRIVATE -> 1;
      case LOCKED -> 2;
    };
  }

  void add(ConfidentialMounts.Secret secret) {
    if (secret.target() == null) {
      return; // a variable alone
    }
    ObjectNode options =
        node(NO_INPUT, secret.target())
            .put("mountType", SECRET)
            .putObject("secretOpt")
            .put("ID", secret.mount().secretId());
    describe(options, secret.mount(), 0400);
  }

  void add(ConfidentialMounts.Socket socket) {
    ObjectNode options = node(NO_INPUT, socket.target()).put("mountType", SSH).putObject("SSHOpt");
    if (!socket.mount().id().isEmpty()) {
      options.put("ID", socket.mount().id());
    }
    describe(options, socket.mount(), 0600);
  }

  private static void describe(ObjectNode options, RunMount mount, int usualMode) {
    Integer uid = mount.uid();
    Integer gid = mount.gid();
    Integer mode = mount.mode();
    if (uid != null && uid != 0) {
      options.put("uid", uid);
    }
    if (gid != null && gid != 0) {
      options.put("gid", gid);
    }
    options.put("mode", mode == null ? usualMode : mode);
    if (!mount.required()) {
      options.put("optional", true);
    }
  }
}
