package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A Compose file with what it includes, and its services with those that they extend. Paths of
 * other files' builds are those from the working directory.
 */
final class ComposeFile {
  private static final int MOST_ALIASES = 200;
  private static final int DEEPEST = 60;
  private static final int LONGEST = 4 << 20;

  /** Files that include and extend each other. */
  private static final int MOST_FILES = 200;

  /** Of a repository, an archive, an image, another service. */
  private static final Pattern ADDRESS =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|[^/]*@[^/]*:.*|github\\.com/.*", Pattern.DOTALL);

  private static final String SERVICES = "services";
  private static final String EXTENDS = "extends";
  private static final String BUILD = "build";

  private final OtherFiles others;
  private final Map<String, Loaded> extended = new HashMap<>();
  private int files;

  ComposeFile(OtherFiles others) {
    this.others = others;
  }

  /**
   * @param name empty for one of those that the command line names
   * @param folder that its paths begin in; empty for the working directory
   */
  private record Loaded(String name, String folder, ComposeNode root) {}

  static @Nullable Object load(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LONGEST);
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options)).load(text);
  }

  /**
   * @param environment for the variables in it
   * @throws JdockException INVALID with the file's name
   */
  ComposeNode read(BakeFile file, Map<String, String> environment) {
    Loaded loaded = loaded(file, "", "", environment);
    return whole(loaded, environment, List.of());
  }

  private static JdockException failed(String file, String reason) {
    return JdockException.invalid("failed to parse " + file + ": " + reason);
  }

  private Loaded loaded(
      BakeFile file, String name, String folder, Map<String, String> environment) {
    if (++files > MOST_FILES) {
      throw failed(file.name(), "more than " + MOST_FILES + " files");
    }
    try {
      if (!(load(file.text()) instanceof Map<?, ?> map)) {
        throw JdockException.invalid("empty compose file");
      }
      ComposeNode root = ComposeNode.of("", map).interpolated(environment);
      return new Loaded(name, folder, moved(root, folder));
    } catch (YAMLException e) {
      throw failed(file.name(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (JdockException e) {
      throw failed(file.name(), String.valueOf(e.getMessage()));
    }
  }

  /** With all services that it has, from wherever. */
  private ComposeNode whole(Loaded file, Map<String, String> environment, List<String> trail) {
    ComposeNode root = file.root();
    ComposeNode services = root.member(SERVICES);
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    for (String service : services.members().keySet()) {
      own.put(service, service(file, service, environment, List.of()).value());
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    root.members().forEach((name, node) -> members.put(name, node.value()));
    members.put(SERVICES, own);
    ComposeNode result = ComposeNode.of("", Map.of());
    for (ComposeNode each : included(file, environment, trail)) {
      for (String service : each.member(SERVICES).members().keySet()) {
        if (own.containsKey(service)) {
          throw JdockException.invalid(
              SERVICES + "." + service + " conflicts with imported resource");
        }
      }
      result = result.and(each);
    }
    return result.and(ComposeNode.of("", members));
  }

  private List<ComposeNode> included(
      Loaded file, Map<String, String> environment, List<String> trail) {
    List<ComposeNode> included = new ArrayList<>();
    ComposeNode list = file.root().member("include");
    if (list.value() == null) {
      return included;
    }
    for (ComposeNode item : list.items()) {
      ComposeNode paths = item.isText() ? item : item.member("path");
      String folder = item.isText() ? "" : item.member("project_directory").text();
      ComposeNode merged = ComposeNode.of("", Map.of());
      for (String path : paths.words()) {
        String name = at(file.folder(), path);
        if (trail.contains(name)) {
          throw JdockException.invalid(
              "include cycle detected: " + trail.getFirst() + " includes " + name);
        }
        if (folder.isEmpty()) {
          folder = parent(path);
        }
        String here = at(file.folder(), folder);
        Map<String, String> variables = variables(file, item, here, environment);
        List<String> further = new ArrayList<>(trail);
        further.add(name);
        Loaded other = loaded(new BakeFile(name, others.text(name)), name, here, variables);
        merged = merged.and(whole(other, variables, further));
      }
      included.add(merged);
    }
    return included;
  }

  /** The environment goes before what the files say that are for an included one. */
  private Map<String, String> variables(
      Loaded file, ComposeNode item, String folder, Map<String, String> environment) {
    List<String> names = item.isText() ? List.of() : item.member("env_file").words();
    Map<String, String> variables = new LinkedHashMap<>();
    if (names.isEmpty()) {
      String usual = at(folder, ".env");
      if (others.exists(usual)) {
        variables.putAll(DotEnv.parse(others.text(usual), environment));
      }
    }
    for (String name : names) {
      variables.putAll(DotEnv.parse(others.text(at(file.folder(), name)), environment));
    }
    variables.putAll(environment);
    return variables;
  }

  /**
   * A service on top of the one that it extends.
   *
   * @param trail services that extend this one
   */
  private ComposeNode service(
      Loaded file, String name, Map<String, String> environment, List<String> trail) {
    ComposeNode own = file.root().member(SERVICES).member(name);
    if (!own.has(EXTENDS)) {
      return own;
    }
    String place = file.name().isEmpty() ? name : name + " in " + file.name();
    if (trail.contains(place)) {
      throw JdockException.invalid(
          "Circular reference: " + String.join(", extends ", trail) + ", extends " + place);
    }
    List<String> further = new ArrayList<>(trail);
    further.add(place);
    ComposeNode extension = own.member(EXTENDS);
    String wanted = extension.isText() ? extension.text() : extension.member("service").text();
    String path = extension.isText() ? "" : extension.member("file").text();
    Loaded from = file;
    if (!path.isEmpty()) {
      String found = at(file.folder(), path);
      Loaded known = extended.get(found);
      from =
          known != null
              ? known
              : loaded(new BakeFile(found, others.text(found)), found, parent(found), environment);
      extended.put(found, from);
    }
    if (!from.root().member(SERVICES).has(wanted)) {
      throw JdockException.invalid(
          "cannot extend service \"%s\" in %s: service \"%s\" not found"
              .formatted(name, file.name(), wanted));
    }
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    own.members().forEach((member, node) -> rest.put(member, node.value()));
    rest.remove(EXTENDS);
    return service(from, wanted, environment, further).and(ComposeNode.of(own.path(), rest));
  }

  /** With builds in one form, that can be merged, and their paths from the working directory. */
  private static ComposeNode moved(ComposeNode root, String folder) {
    Map<String, @Nullable Object> services = new LinkedHashMap<>();
    root.member(SERVICES)
        .members()
        .forEach((name, service) -> {
          if (!service.has(BUILD)) {
            services.put(name, service.value());
            return;
          }
          Map<String, @Nullable Object> members = new LinkedHashMap<>();
          service.members().forEach((member, node) -> members.put(member, node.value()));
          members.put(BUILD, build(service.member(BUILD), folder));
          services.put(name, members);
        });
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    root.members().forEach((name, node) -> result.put(name, node.value()));
    result.put(SERVICES, services);
    if (!folder.isEmpty() && root.has("secrets")) {
      Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
      root.member("secrets")
          .members()
          .forEach((name, secret) -> {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            secret.members().forEach((member, node) -> members.put(member, node.value()));
            if (secret.has("file")) {
              members.put("file", at(folder, secret.member("file").text()));
            }
            secrets.put(name, members);
          });
      result.put("secrets", secrets);
    }
    return ComposeNode.of("", result);
  }

  private static Map<String, @Nullable Object> build(ComposeNode build, String folder) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (build.isText()) {
      members.put("context", at(folder, build.text()));
      return members;
    }
    build.members().forEach((name, node) -> members.put(name, node.value()));
    if (build.has("context")) {
      members.put("context", at(folder, build.member("context").text()));
    }
    for (String name : List.of("args", "labels")) {
      if (build.has(name)) {
        members.put(name, build.member(name).pairs("="));
      }
    }
    if (build.has("additional_contexts")) {
      Map<String, @Nullable String> contexts = build.member("additional_contexts").pairs("=");
      contexts.replaceAll(
          (_, value) -> value == null || value.startsWith("/") ? value : at(folder, value));
      members.put("additional_contexts", contexts);
    }
    return members;
  }

  private static String parent(String path) {
    Path folder = path(path).getParent();
    return folder == null ? "" : folder.toString();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw JdockException.invalid(GoQuote.quote(text) + ": invalid argument");
    }
  }

  /** What is an address stays one. */
  private static String at(String folder, String path) {
    if (path.isEmpty() || ADDRESS.matcher(path).matches()) {
      return path;
    }
    String joined = path(folder).resolve(path(path)).normalize().toString();
    return joined.isEmpty() ? "." : joined;
  }
}
