package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.ssh.Agent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agents of a client that a Dockerfile asks for. */
final class LentAgents {
  private static final String CHECK = "moby.sshforward.v1.SSH/CheckAgent";
  private static final String FORWARD = "moby.sshforward.v1.SSH/ForwardAgent";
  private static final Pattern MOUNT = Pattern.compile("--mount=(\\S*type=ssh\\S*)");
  private static final String USUAL = "default";
  private static final int LONGEST_ANSWER = 256 << 10;

  private LentAgents() {}

  /**
   * @param dockerfile its text
   */
  static Map<String, Agent> of(Session session, String dockerfile)
      throws IOException, InterruptedException {
    Map<String, Agent> agents = new HashMap<>();
    if (!session.offers(CHECK)) {
      return agents;
    }
    for (String id : ids(dockerfile)) {
      if (has(session, id)) {
        agents.put(id, () -> new Forwarded(session, id));
      }
    }
    return agents;
  }

  /** A client that has none of that id fails the call: the step that needs one says so. */
  private static boolean has(Session session, String id) throws IOException, InterruptedException {
    try {
      return session.ask(CHECK, new ProtoWriter().text(1, id)) != null;
    } catch (GrpcFailure e) {
      return false;
    }
  }

  private static Set<String> ids(String dockerfile) {
    Set<String> ids = new LinkedHashSet<>(Set.of(USUAL));
    Matcher mount = MOUNT.matcher(dockerfile);
    while (mount.find()) {
      for (String field : mount.group(1).split(",", -1)) {
        if (field.startsWith("id=")) {
          ids.add(field.substring("id=".length()));
        }
      }
    }
    return ids;
  }

  /** A conversation with the client's agent. */
  private static final class Forwarded implements Agent.Conversation {
    private final GrpcCall call;

    Forwarded(Session session, String id) {
      this.call = session.call(FORWARD, Map.of("buildkit.ssh.id", List.of(id)));
    }

    /** Messages of agents have their length before them (draft-ietf-sshm-ssh-agent, section 3). */
    @Override
    public byte[] answer(byte[] request) throws IOException {
      byte[] framed =
          ByteBuffer.allocate(4 + request.length).putInt(request.length).put(request).array();
      try {
        call.send(new ProtoWriter().bytes(1, framed).toBytes());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int length = -1;
        while (length < 0 || answer.size() < 4 + length) {
          byte[] next = call.next();
          if (next == null) {
            throw new IOException("the agent has ended the conversation");
          }
          answer.writeBytes(ProtoMessage.parse(next).bytes(1));
          if (length < 0 && answer.size() >= 4) {
            length = ByteBuffer.wrap(answer.toByteArray()).getInt();
            if (length < 0 || length > LONGEST_ANSWER) {
              throw new IOException("the agent's answer is too long");
            }
          }
        }
        return Arrays.copyOfRange(answer.toByteArray(), 4, 4 + length);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (GrpcFailure e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      call.close();
    }
  }
}
