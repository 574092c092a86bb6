package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.build.HiddenBytes;
import dev.jdock.image.build.RunOptions.Secret;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets that a Dockerfile asks for and a client has. They are asked for before the build, as
 * a build is told what there is.
 */
final class LentSecrets {
  private static final String METHOD = "moby.buildkit.secrets.v1.Secrets/GetSecret";

  private static final Pattern MOUNT = Pattern.compile("--mount=(\\S*type=secret\\S*)");

  /** What git repositories of a build are read with. */
  private static final Set<String> ALWAYS = Set.of("GIT_AUTH_TOKEN", "GIT_AUTH_HEADER");

  private LentSecrets() {}

  /**
   * @param dockerfile its text
   */
  static Map<String, Secret> of(Session session, String dockerfile)
      throws IOException, InterruptedException {
    Map<String, Secret> secrets = new HashMap<>();
    if (!session.offers(METHOD)) {
      return secrets;
    }
    for (String id : ids(dockerfile)) {
      ProtoMessage answer = session.ask(METHOD, new ProtoWriter().text(1, id));
      if (answer != null) {
        HiddenBytes content = new HiddenBytes(answer.bytes(1));
        secrets.put(id, () -> content);
      }
    }
    return secrets;
  }

  /** An id, or else the last component of the target. */
  static Set<String> ids(String dockerfile) {
    Set<String> ids = new LinkedHashSet<>(ALWAYS);
    Matcher mount = MOUNT.matcher(dockerfile);
    while (mount.find()) {
      String id = "";
      String target = "";
      for (String field : mount.group(1).replace("\"", "").replace("'", "").split(",", -1)) {
        if (field.startsWith("id=")) {
          id = field.substring("id=".length());
        } else if (field.matches("(target|dst|destination)=.*")) {
          target = field.substring(field.indexOf('=') + 1);
        }
      }
      String name = id.isEmpty() ? target.substring(target.lastIndexOf('/') + 1) : id;
      if (!name.isEmpty()) {
        ids.add(name);
      }
    }
    return ids;
  }
}
