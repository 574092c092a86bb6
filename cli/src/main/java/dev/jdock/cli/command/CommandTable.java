package dev.jdock.cli.command;

import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.build.BakeTargets;
import dev.jdock.cli.command.build.BootstrapImage;
import dev.jdock.cli.command.build.BuildImage;
import dev.jdock.cli.command.build.DiffBuilds;
import dev.jdock.cli.command.build.ExportCacheMount;
import dev.jdock.cli.command.build.ImportCacheMount;
import dev.jdock.cli.command.buildx.CreateRemoteImage;
import dev.jdock.cli.command.buildx.InspectBuilder;
import dev.jdock.cli.command.buildx.InspectRemoteImage;
import dev.jdock.cli.command.buildx.ListBuilders;
import dev.jdock.cli.command.buildx.RemoveBuilders;
import dev.jdock.cli.command.buildx.ShowBuildxVersion;
import dev.jdock.cli.command.buildx.ShowCacheUsage;
import dev.jdock.cli.command.buildx.StopBuilder;
import dev.jdock.cli.command.buildx.UseBuilder;
import dev.jdock.cli.command.container.AttachContainer;
import dev.jdock.cli.command.container.CommitContainer;
import dev.jdock.cli.command.container.CopyFiles;
import dev.jdock.cli.command.container.CreateContainer;
import dev.jdock.cli.command.container.DiffContainer;
import dev.jdock.cli.command.container.ExecInContainer;
import dev.jdock.cli.command.container.ExportContainer;
import dev.jdock.cli.command.container.InspectContainer;
import dev.jdock.cli.command.container.KillContainer;
import dev.jdock.cli.command.container.ListContainers;
import dev.jdock.cli.command.container.PauseContainer;
import dev.jdock.cli.command.container.RemoveContainer;
import dev.jdock.cli.command.container.RenameContainer;
import dev.jdock.cli.command.container.RestartContainer;
import dev.jdock.cli.command.container.RunContainer;
import dev.jdock.cli.command.container.ShowLogs;
import dev.jdock.cli.command.container.ShowPorts;
import dev.jdock.cli.command.container.ShowUrls;
import dev.jdock.cli.command.container.ShowUsage;
import dev.jdock.cli.command.container.StartContainer;
import dev.jdock.cli.command.container.StopContainer;
import dev.jdock.cli.command.container.TopContainer;
import dev.jdock.cli.command.container.UnpauseContainer;
import dev.jdock.cli.command.container.UpdateContainer;
import dev.jdock.cli.command.container.WaitContainer;
import dev.jdock.cli.command.context.CreateContext;
import dev.jdock.cli.command.context.InspectContext;
import dev.jdock.cli.command.context.ListContexts;
import dev.jdock.cli.command.context.RemoveContexts;
import dev.jdock.cli.command.context.ShowContext;
import dev.jdock.cli.command.context.UseContext;
import dev.jdock.cli.command.image.DiffImages;
import dev.jdock.cli.command.image.ImportImage;
import dev.jdock.cli.command.image.InspectImage;
import dev.jdock.cli.command.image.ListImages;
import dev.jdock.cli.command.image.ListRecipes;
import dev.jdock.cli.command.image.LoadImages;
import dev.jdock.cli.command.image.PullImage;
import dev.jdock.cli.command.image.PushImage;
import dev.jdock.cli.command.image.RemoveImage;
import dev.jdock.cli.command.image.SaveImages;
import dev.jdock.cli.command.image.ShowHistory;
import dev.jdock.cli.command.image.ShowRecipe;
import dev.jdock.cli.command.image.TagImage;
import dev.jdock.cli.command.network.ConnectContainer;
import dev.jdock.cli.command.network.CreateNetwork;
import dev.jdock.cli.command.network.DisconnectContainer;
import dev.jdock.cli.command.network.InspectNetwork;
import dev.jdock.cli.command.network.ListNetworks;
import dev.jdock.cli.command.network.RemoveNetwork;
import dev.jdock.cli.command.plugin.InspectPlugin;
import dev.jdock.cli.command.plugin.ListPlugins;
import dev.jdock.cli.command.prune.PruneBuilder;
import dev.jdock.cli.command.prune.PruneContainers;
import dev.jdock.cli.command.prune.PruneImages;
import dev.jdock.cli.command.prune.PruneNetworks;
import dev.jdock.cli.command.prune.PruneSystem;
import dev.jdock.cli.command.prune.PruneVolumes;
import dev.jdock.cli.command.registry.AnnotateManifest;
import dev.jdock.cli.command.registry.CreateManifestList;
import dev.jdock.cli.command.registry.InspectManifest;
import dev.jdock.cli.command.registry.LogIn;
import dev.jdock.cli.command.registry.LogOut;
import dev.jdock.cli.command.registry.PushManifestList;
import dev.jdock.cli.command.registry.RemoveManifestLists;
import dev.jdock.cli.command.registry.SearchImages;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Parser;
import dev.jdock.cli.command.syntax.Refused;
import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.cli.command.system.InspectObject;
import dev.jdock.cli.command.system.ShowDiskUsage;
import dev.jdock.cli.command.system.ShowEvents;
import dev.jdock.cli.command.system.ShowInfo;
import dev.jdock.cli.command.system.ShowVersion;
import dev.jdock.cli.command.volume.CloneVolume;
import dev.jdock.cli.command.volume.CreateVolume;
import dev.jdock.cli.command.volume.ExportVolume;
import dev.jdock.cli.command.volume.ImportVolume;
import dev.jdock.cli.command.volume.InspectVolume;
import dev.jdock.cli.command.volume.ListVolumes;
import dev.jdock.cli.command.volume.RemoveVolumes;
import dev.jdock.cli.command.volume.RenameVolume;
import dev.jdock.cli.command.volume.UpdateVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which class does which command. */
final class CommandTable {
  /** A command's place and, unless it is a group, what does it. */
  record Found(Surface.Entry entry, @Nullable Supplier<Action> action) {
    /** To be called for a command, which each has its class. */
    Action newAction() {
      return Objects.requireNonNull(action, entry.path()).get();
    }
  }

  private final Map<String, Surface.Entry> entries = new LinkedHashMap<>();
  private final Map<String, Supplier<Action>> actions = new LinkedHashMap<>();

  /** Of the commands that have been called. */
  private final Map<String, Parser> parsers = new ConcurrentHashMap<>();

  CommandTable(Surface surface, List<ExtraCommand> extras, OwnApi api) {
    surface.entries().forEach(this::add);
    addBuildxBuild(surface);
    containers();
    images();
    put(BuildImage::new, "build", "image build", "builder build");
    put(LogIn::new, "login");
    put(LogOut::new, "logout");
    put(SearchImages::new, "search");
    manifests();
    put(InspectObject::new, "inspect");
    put(ShowVersion::new, "version");
    put(ShowEvents::new, "events", "system events");
    put(ShowInfo::new, "info", "system info");
    put(ShowDiskUsage::new, "system df");
    prunes();
    volumes();
    networks();
    buildx();
    contexts(api);
    plugins();
    extras.forEach(this::add);
  }

  private void containers() {
    put(RunContainer::new, "run", "container run");
    put(CreateContainer::new, "create", "container create");
    put(StartContainer::new, "start", "container start");
    put(StopContainer::new, "stop", "container stop");
    put(RestartContainer::new, "restart", "container restart");
    put(KillContainer::new, "kill", "container kill");
    put(RemoveContainer::new, "rm", "container rm");
    put(WaitContainer::new, "wait", "container wait");
    put(ListContainers::new, "ps", "container ls");
    put(ShowLogs::new, "logs", "container logs");
    put(ExecInContainer::new, "exec", "container exec");
    put(InspectContainer::new, "container inspect");
    put(CopyFiles::new, "cp", "container cp");
    put(AttachContainer::new, "attach", "container attach");
    put(CommitContainer::new, "commit", "container commit");
    put(DiffContainer::new, "diff", "container diff");
    put(PauseContainer::new, "pause", "container pause");
    put(UnpauseContainer::new, "unpause", "container unpause");
    put(RenameContainer::new, "rename", "container rename");
    put(ShowPorts::new, "port", "container port");
    put(ShowUrls::new, "url");
    put(TopContainer::new, "top", "container top");
    put(ShowUsage::new, "stats", "container stats");
    put(UpdateContainer::new, "update", "container update");
    put(ExportContainer::new, "export", "container export");
  }

  private void images() {
    put(ListImages::new, "images", "image ls");
    put(RemoveImage::new, "rmi", "image rm");
    put(TagImage::new, "tag", "image tag");
    put(PullImage::new, "pull", "image pull");
    put(PushImage::new, "push", "image push");
    put(DiffImages::new, "image diff");
    put(ShowHistory::new, "history", "image history");
    put(ImportImage::new, "import", "image import");
    put(InspectImage::new, "image inspect");
    put(SaveImages::new, "save", "image save");
    put(LoadImages::new, "load", "image load");
    put(ListRecipes::new, "recipe ls");
    put(ShowRecipe::new, "recipe show");
  }

  private void networks() {
    put(CreateNetwork::new, "network create");
    put(ListNetworks::new, "network ls");
    put(InspectNetwork::new, "network inspect");
    put(RemoveNetwork::new, "network rm");
    put(ConnectContainer::new, "network connect");
    put(DisconnectContainer::new, "network disconnect");
  }

  private void manifests() {
    put(CreateManifestList::new, "manifest create");
    put(AnnotateManifest::new, "manifest annotate");
    put(InspectManifest::new, "manifest inspect");
    put(PushManifestList::new, "manifest push");
    put(RemoveManifestLists::new, "manifest rm");
  }

  private void prunes() {
    put(PruneContainers::new, "container prune");
    put(PruneImages::new, "image prune");
    put(PruneNetworks::new, "network prune");
    put(BootstrapImage::new, "bootstrap");
    put(DiffBuilds::new, "builder diff");
    put(ExportCacheMount::new, "builder cache export");
    put(ImportCacheMount::new, "builder cache import");
    put(PruneBuilder::new, "builder prune");
    put(PruneSystem::new, "system prune");
  }

  private void volumes() {
    put(CreateVolume::new, "volume create");
    put(ListVolumes::new, "volume ls");
    put(InspectVolume::new, "volume inspect");
    put(RemoveVolumes::new, "volume rm");
    put(PruneVolumes::new, "volume prune");
    put(UpdateVolume::new, "volume update");
    put(RenameVolume::new, "volume rename");
    put(CloneVolume::new, "volume clone");
    put(ExportVolume::new, "volume export");
    put(ImportVolume::new, "volume import");
  }

  private void buildx() {
    put(BuildImage::new, "buildx build");
    put(BakeTargets::new, "buildx bake");
    put(ShowBuildxVersion::new, "buildx version");
    put(ListBuilders::new, "buildx ls");
    put(InspectBuilder::new, "buildx inspect");
    put(UseBuilder::new, "buildx use");
    put(ShowCacheUsage::new, "buildx du");
    put(PruneBuilder::new, "buildx prune");
    put(InspectRemoteImage::new, "buildx imagetools inspect");
    put(CreateRemoteImage::new, "buildx imagetools create");
    put(StopBuilder::new, "buildx stop");
    put(RemoveBuilders::new, "buildx rm");
    refuse(
        "buildx create",
        "ERROR: the engine is the only builder, no other can be created: build without one"
            + " (docker/setup-buildx-action: 'driver: docker')");
    refuse("buildx dial-stdio", "ERROR: there is no BuildKit behind this builder to connect to");
    refuse(
        "buildx history", "ERROR: builds are not recorded: each shows what it does while it runs");
  }

  private void plugins() {
    put(ListPlugins::new, "plugin ls");
    put(InspectPlugin::new, "plugin inspect");
    for (String verb :
        List.of("create", "disable", "enable", "install", "push", "rm", "set", "upgrade")) {
      refuse(
          "plugin " + verb,
          "jdock: there are no plugins for the engine: its drivers of volumes, networks and logs"
              + " are built in");
    }
  }

  private void contexts(OwnApi api) {
    put(() -> new ListContexts(api), "context ls");
    put(ShowContext::new, "context show");
    put(() -> new InspectContext(api), "context inspect");
    put(() -> new UseContext(api), "context use");
    put(() -> new CreateContext(api), "context create");
    put(() -> new RemoveContexts(api), "context rm");
    String ownOnly = "jdock: contexts are other names of this machine's engine: ";
    refuse("context export", ownOnly + "on another machine one would lead elsewhere");
    refuse("context import", ownOnly + "'jdock context create NAME' makes one");
    refuse("context update", ownOnly + "remove the context and create it anew");
  }

  private void refuse(String path, String reason) {
    put(() -> new Refused(reason), path);
  }

  /** The same flags, whatever is added to them. */
  private void addBuildxBuild(Surface surface) {
    Surface.Entry build = surface.find("build");
    if (build != null) {
      String usage = build.usage().replace("jdock build", "jdock buildx build");
      List<String> aliases = List.of("jdock buildx build", "jdock buildx b");
      add(new Surface.Entry("buildx build", usage, aliases, build.flags()));
    }
  }

  private void put(Supplier<Action> action, String... paths) {
    for (String path : paths) {
      actions.put(path, action);
    }
  }

  /** Aliases that differ in their last word only are names of the same command. */
  private void add(Surface.Entry entry) {
    entries.put(entry.path(), entry);
    int lastWord = entry.path().lastIndexOf(' ') + 1;
    String group = "jdock " + entry.path().substring(0, lastWord);
    for (String alias : entry.aliases()) {
      if (lastWord > 0 && alias.startsWith(group)) {
        entries.putIfAbsent(alias.substring("jdock ".length()), entry);
      }
    }
  }

  private void add(ExtraCommand extra) {
    StringBuilder group = new StringBuilder();
    String[] words = extra.path().split(" ", -1);
    for (int i = 0; i < words.length - 1; i++) {
      group.append(i == 0 ? "" : " ").append(words[i]);
      String path = group.toString();
      entries.putIfAbsent(
          path,
          new Surface.Entry(path, "jdock " + path + " COMMAND", List.of(), new ArrayList<>()));
    }
    entries.put(
        extra.path(),
        new Surface.Entry(extra.path(), "jdock " + extra.usage(), List.of(), new ArrayList<>()));
    actions.put(extra.path(), extra.action());
  }

  Optional<Found> find(String path) {
    Surface.Entry entry = entries.get(path);
    return entry == null
        ? Optional.empty()
        : Optional.of(new Found(entry, actions.get(entry.path())));
  }

  /** To be called for a command. */
  Parser parser(Found command) {
    return parsers.computeIfAbsent(
        command.entry().path(), _ -> new Parser(command.entry(), command.newAction()));
  }

  /** Every command under its own name, groups included. */
  List<Found> all() {
    return entries.entrySet().stream()
        .filter(e -> e.getKey().equals(e.getValue().path()))
        .map(e -> new Found(e.getValue(), actions.get(e.getKey())))
        .toList();
  }
}
