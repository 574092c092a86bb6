package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.BakeFile;
import dev.jdock.cli.bake.DefinitionReader;
import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.bake.Setting;
import dev.jdock.cli.bake.Target;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that lie elsewhere: in a git repository, an archive, or as a file of a web server.
 * Paths in the first two are of their own files, those in a lone file are of the user's. Others
 * wrote them, so whatever they want of the user's has to be allowed: {@link RemotePermission}.
 */
final class RemoteBake implements BakeSource {
  private final Invocation invocation;
  private final BakeFiles local;
  private final String address;
  private final ReceivedContext fetched;
  private final byte @Nullable [] alone;

  /**
   * @param fetched from that address; closed with this
   * @param local those of the user's own
   */
  RemoteBake(Invocation invocation, String address, ReceivedContext fetched, BakeFiles local) {
    this.invocation = invocation;
    this.local = local;
    this.address = address;
    this.fetched = fetched;
    this.alone = fetched.dockerfile();
  }

  @Override
  public List<BakeFile> read(List<String> names) {
    List<String> wanted = names.isEmpty() ? local.ofEnvironment() : names;
    var files = new ArrayList<BakeFile>();
    if (alone != null) {
      files.add(new BakeFile(address, new String(alone, StandardCharsets.UTF_8)));
    }
    List<String> there = wanted.stream().filter(name -> !OwnPath.is(name)).toList();
    if (alone == null) {
      for (String name : there.isEmpty() ? DefinitionReader.DEFAULT_FILES : there) {
        if (!there.isEmpty() || exists(name)) {
          files.add(new BakeFile(name, text(name)));
        }
      }
    }
    List<String> here = wanted.stream().filter(name -> OwnPath.is(name)).toList();
    if (!here.isEmpty()) {
      files.addAll(local.read(here));
    }
    if (files.isEmpty()) {
      throw CommandFailure.of("ERROR: couldn't find a bake definition");
    }
    return files;
  }

  @Override
  public String dotenv() {
    return "";
  }

  @Override
  public boolean exists(String path) {
    if (alone != null) {
      return false;
    }
    try {
      byte[] _ = fetched.dockerfile(path);
      return true;
    } catch (JdockException | IOException e) {
      return false;
    }
  }

  @Override
  public String text(String path) {
    try {
      if (alone == null) {
        return new String(fetched.dockerfile(path), StandardCharsets.UTF_8);
      }
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: open " + path + ": no such file or directory");
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: open " + path + ": " + Reason.withoutFile(e));
    }
    throw CommandFailure.of("ERROR: open " + path + ": no such file or directory");
  }

  @Override
  public Plan placed(Plan plan, List<String> allowed) {
    var targets = new TreeMap<String, Target>();
    for (Target target : plan.targets().values()) {
      targets.put(target.name(), alone == null ? placed(target) : target);
    }
    var placed = new Plan(plan.groups(), targets, plan.linked());
    new RemotePermission(invocation, allowed).check(placed);
    return placed;
  }

  private Target placed(Target target) {
    String context = place(target.text(Field.CONTEXT));
    if (OwnPath.is(target.text(Field.DOCKERFILE)) && RemoteAddress.isRemote(context)) {
      throw CommandFailure.notSupported("a Dockerfile here for a context elsewhere");
    }
    if (!RemoteAddress.isRemote(context)
        && !target.settings().containsKey(Field.DOCKERFILE_INLINE)
        && !OwnPath.is(target.text(Field.DOCKERFILE))) {
      throw CommandFailure.of(
          "ERROR: reading a dockerfile for a remote build invocation is currently not supported");
    }
    Map<String, String> contexts = new LinkedHashMap<>();
    target.pairs(Field.CONTEXTS).forEach((name, value) -> contexts.put(name, place(value)));
    Target placed = target.with(Field.CONTEXT, new Setting.Text(context));
    return contexts.isEmpty() ? placed : placed.with(Field.CONTEXTS, new Setting.Pairs(contexts));
  }

  private String place(String path) {
    return OwnPath.is(path) || RemotePermission.isElsewhere(path)
        ? path
        : new BakeAddress(address).folder(Path.of("/").resolve(path).normalize());
  }

  @Override
  public void close() {
    fetched.close();
  }
}
