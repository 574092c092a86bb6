package dev.jdock.api.container;

import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Isolation.Namespaces;
import java.util.ArrayList;
import java.util.List;

/** What a HostConfig says of a container's isolation. */
final class IsolationBody {
  private IsolationBody() {}

  static Isolation read(Fields host) {
    return new Isolation(
        host.flag("Privileged"),
        host.texts("CapAdd"),
        host.texts("CapDrop"),
        security(host),
        host.flag("ReadonlyRootfs"),
        host.flag("Init"),
        new Namespaces(
            host.text("PidMode"),
            host.text("IpcMode"),
            host.text("UTSMode"),
            host.text("UsernsMode"),
            host.text("CgroupnsMode"),
            host.text("CgroupParent")),
        ResourceBody.devices(host),
        host.texts("GroupAdd"),
        host.map("Sysctls"),
        host.integer("OomScoreAdj"),
        host.text("Runtime"),
        host.text("Isolation"));
  }

  /**
   * Docker's client makes empty lists of paths of {@code systempaths=unconfined}. Other lists are
   * refused: the paths are jdock's own.
   */
  private static List<String> security(Fields host) {
    List<String> options = new ArrayList<>(host.texts("SecurityOpt"));
    boolean masked = host.has("MaskedPaths");
    boolean readOnly = host.has("ReadonlyPaths");
    if (masked
        && readOnly
        && host.texts("MaskedPaths").isEmpty()
        && host.texts("ReadonlyPaths").isEmpty()) {
      options.add("systempaths=unconfined");
    } else if (masked || readOnly) {
      throw new HttpFailure(
          501, "MaskedPaths and ReadonlyPaths are supported by jdock only when both are empty");
    }
    return options;
  }
}
