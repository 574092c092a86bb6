package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.Credentials;
import dev.jdock.image.registry.LoginResult;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.SearchResult;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.image.transfer.TransferProgress;
import dev.jdock.runtime.event.Event;
import dev.jdock.runtime.event.EventQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything jdock can do, for every front end alike. Methods may be called from any thread; they
 * throw {@link dev.jdock.image.error.JdockException} for what the caller did wrong or the machine
 * refused. A {@code container} argument is a name, an id or a unique prefix of an id.
 */
public interface Engine {

  Containers containers();

  Images images();

  Builds builds();

  RemoteRegistries registries();

  /** The fields of {@code docker info}, named as in the Docker Engine API's {@code GET /info}. */
  JsonNode info();

  /**
   * Gives what has happened and what happens, until the query's end or until the thread is
   * interrupted.
   *
   * @param ready called once nothing will be missed any more
   */
  void events(EventQuery query, Runnable ready, Consumer<Event> sink) throws InterruptedException;

  /** As the Docker Engine API's {@code GET /version}. */
  JsonNode version();

  /** What takes the disk. */
  DiskUsage diskUsage();

  /** Removes anonymous volumes that no container mounts. */
  Pruned pruneVolumes(PruneFilter filter);

  /**
   * Compares all that is kept with what it should be, beside whatever else is going on.
   *
   * @param repair removes what is unusable and what nobody needs; containers' files are put aside
   */
  void check(boolean repair, CheckListener listener) throws InterruptedException;

  /** Containers and their life. */
  interface Containers {
    /**
     * Makes a container without starting it; anonymous volumes are filled from the image.
     *
     * @param platform {@code os[/arch[/variant]]} that the image must be for; null for any
     */
    Created create(ContainerSpec spec, @Nullable String platform);

    /** As the other, of an image for any platform. */
    default Created create(ContainerSpec spec) {
      return create(spec, null);
    }

    /** Does nothing when it runs already. */
    void start(String container);

    /**
     * Sends the stop signal, and SIGKILL after {@code timeoutSeconds}; does nothing to a stopped
     * one.
     *
     * @param timeoutSeconds null for the container's own, -1 to wait for ever
     */
    void stop(String container, @Nullable String signal, @Nullable Integer timeoutSeconds);

    void restart(String container, @Nullable String signal, @Nullable Integer timeoutSeconds);

    /**
     * @param signal {@code KILL}, {@code SIGKILL} or a number; conflicts when it does not run
     */
    void kill(String container, String signal);

    /**
     * @param force kills it first if it runs
     * @param volumes removes its anonymous volumes too
     */
    void remove(String container, boolean force, boolean volumes);

    /** Removes those that do not run. */
    Pruned prune(PruneFilter filter);

    /** Blocks until the condition holds, and returns the exit code. */
    int await(String container, WaitCondition condition) throws InterruptedException;

    /**
     * As {@link #await}, in two steps, for a container that may be gone before one gets to wait:
     * what happens from this call on counts.
     */
    Exit exit(String container, WaitCondition condition);

    /** The full id; throws NOT_FOUND {@code No such container: X}. */
    String resolve(String container);

    /** Newest first. */
    List<ContainerSummary> list(ContainerQuery query);

    /** As the Docker Engine API's {@code GET /containers/{id}/json}. */
    JsonNode inspect(String container, boolean size);

    /** Writes what the container has logged, and goes on until it ends if asked to follow. */
    void logs(String container, LogQuery query, LogSink sink) throws InterruptedException;

    /**
     * Connects streams to the container from now on, before or after its start. Attaching before
     * {@link #start} misses nothing.
     */
    Attachment attach(String container, Streams streams);

    /** Sets the size of the container's terminal, in characters. */
    void resize(String container, int rows, int columns);

    /** Freezes its processes; CONFLICT when it does not run or is paused already. */
    void pause(String container);

    void unpause(String container);

    void rename(String container, String newName);

    /** What it uses at this moment; zeros when it does not run. */
    ContainerUsage usage(String container);

    /**
     * Changes its limits, its restart policy and its published ports, while it runs or not.
     *
     * @return warnings, a line each
     */
    List<String> update(String container, ContainerUpdate update);

    /** In which paths it differs from its image, in their order; volumes do not count. */
    List<FileChange> changes(String container);

    /** Makes an image of it as it is now, and returns the image's id. */
    String commit(String container, CommitRequest request);

    /**
     * Its processes with the ids that the host knows them by.
     *
     * @param options of ps(1); empty for {@code -ef}
     */
    ProcessList top(String container, List<String> options);

    /**
     * The file at a path, which is not followed when it is a symbolic link, unless it ends with a
     * slash; NOT_FOUND {@code Could not find the file P in container C}.
     */
    PathStat statPath(String container, String path);

    /**
     * The paths that a pattern matches, sorted: {@code *}, {@code ?} and {@code [a-z]} as in a
     * shell.
     */
    List<String> glob(String container, String pattern);

    /** Writes a file, or a folder with all in it, as a plain tar archive; closes nothing. */
    void readArchive(String container, String path, OutputStream archive);

    /**
     * Unpacks an archive, plain or compressed, into a folder of a container, which is made by
     * nobody.
     *
     * @param keepsKinds refuses to replace a folder by another file, or the other way round
     * @param asContainerUser what is unpacked belongs to the user of the container's program
     */
    void writeArchive(
        String container,
        String path,
        InputStream archive,
        boolean keepsKinds,
        boolean asContainerUser);

    /** Writes its whole root file system, without volumes, as a plain tar archive. */
    void export(String container, OutputStream archive);

    /**
     * Starts a further process in a running container, its streams connected.
     *
     * @throws InterruptedException when the calling thread is interrupted while the container's own
     *     processes hold up the start
     */
    Exec exec(String container, ExecSpec spec, Streams streams) throws InterruptedException;
  }

  /** Images of the local store. */
  interface Images {
    /** Every image, newest first. */
    List<Image> list();

    /** By name, digest, id or unique id prefix; NOT_FOUND {@code No such image: X}. */
    Image find(String image);

    /** As the Docker Engine API's {@code GET /images/{name}/json}. */
    JsonNode inspect(String image);

    /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
    JsonNode history(String image);

    void tag(String image, String name);

    /** What was untagged and deleted, in order. */
    List<RemovedImage> remove(String image, boolean force, boolean prune);

    /**
     * Removes those that no container was made from.
     *
     * @param all also those with a tag
     */
    PrunedImages prune(boolean all, PruneFilter filter);

    /**
     * Makes an image of one layer from an archive (plain or compressed).
     *
     * @param name null for none
     * @param changes Dockerfile instructions
     * @param platform {@code os[/arch[/variant]]} that the image is for; null for this machine's
     * @return its id, {@code sha256:…}
     */
    String importArchive(
        InputStream archive,
        @Nullable String name,
        String message,
        List<String> changes,
        @Nullable String platform);

    /**
     * Writes images as {@code docker save} does. Interrupting the thread cancels.
     *
     * @param images a name without tag stands for all of its tags
     * @param platform {@code os/arch} that the images must be for; null for any
     * @throws IOException when {@code out} takes no more
     */
    void save(List<String> images, @Nullable String platform, OutputStream out)
        throws IOException, InterruptedException;

    /**
     * Takes the images out of an archive (plain or compressed) of {@code docker save}, or of an OCI
     * image layout; all or none. Interrupting the thread cancels.
     *
     * @param platform null to choose this machine's where the archive leaves a choice
     */
    List<LoadedImage> load(InputStream archive, @Nullable String platform, LoadProgress progress)
        throws InterruptedException;

    /**
     * Fetches images from a registry as {@code docker pull} does. Interrupting the thread cancels;
     * what has been fetched is kept for the next time.
     */
    void pull(PullRequest request, TransferProgress progress) throws InterruptedException;

    /** Sends images to a registry as {@code docker push} does. Interrupting the thread cancels. */
    void push(PushRequest request, TransferProgress progress) throws InterruptedException;

    /** The embedded image of that name for this machine's architecture, if there is one. */
    @Nullable Image installEmbedded(String name);
  }

  /** Registries, apart from the images in them. */
  interface RemoteRegistries {
    /**
     * Shows a login to a registry; keeping it is the caller's business.
     *
     * @param registry host name, with port if any: {@code docker.io} for Docker Hub
     * @param environment the user's, for the proxies
     */
    LoginResult login(String registry, Credential credential, Map<String, String> environment);

    /**
     * Repositories that match, in the registry's order.
     *
     * @param term with a host before it to ask another one than Docker Hub
     * @param limit how many at most; 0 for as many as usual
     */
    List<SearchResult> search(
        String term, int limit, Credentials credentials, Map<String, String> environment);

    /**
     * A repository to look into; nothing is sent before it is used.
     *
     * @param insecure whether unknown certificates and plain HTTP will do, whatever the settings
     */
    RemoteRepository open(Reference name, boolean insecure, Access access);
  }

  /** Image builds. */
  interface Builds {
    /**
     * Builds, telling {@code request.progress()} what happens. Interrupting the thread cancels.
     *
     * @return the image's id, {@code sha256:…}
     */
    String build(BuildRequest request) throws InterruptedException;

    /**
     * Reads a stream to its end and keeps what came as a build's context; the caller closes it.
     *
     * @param in an archive, plain or compressed, or a Dockerfile without anything beside it
     */
    ReceivedContext receive(InputStream in);

    /**
     * Forgets results of former builds; labels are not asked for.
     *
     * @param all also those whose layer an image has
     */
    Pruned prune(boolean all, PruneFilter filter);
  }

  /**
   * @param warnings one line each, for the user's standard error
   */
  record Created(String id, List<String> warnings) {}

  /** What {@link Containers#await} waits for. */
  enum WaitCondition {
    /** Returns at once when it does not run, and at its next end even if it is restarted then. */
    NOT_RUNNING,
    NEXT_EXIT,
    REMOVED
  }

  /** An end of a container that somebody waits for. */
  interface Exit {
    /** Blocks until the condition holds, and returns the exit code. */
    int await() throws InterruptedException;
  }

  /** A process started by {@link Containers#exec}. */
  interface Exec extends AutoCloseable {
    String id();

    /**
     * Blocks until the process has ended and its output is delivered, and returns its exit code; or
     * until the user has typed the detach keys, and returns 0.
     */
    int await() throws InterruptedException;

    /** Whether {@link #await} returned because of the detach keys; the process goes on then. */
    boolean detached();

    void resize(int rows, int columns);

    void signal(String signal);

    /** Disconnects the streams; the process goes on. */
    @Override
    void close();
  }

  /** Streams connected to a container. */
  interface Attachment extends AutoCloseable {
    /** Why an attachment ended. */
    enum End {
      /** The container's output is over and delivered. */
      OUTPUT_ENDED,
      /** The user typed the detach keys. */
      DETACHED,
      /** Nobody reads the output any more. */
      BROKEN
    }

    End await() throws InterruptedException;

    /** Disconnects; the container goes on. */
    @Override
    void close();
  }
}
