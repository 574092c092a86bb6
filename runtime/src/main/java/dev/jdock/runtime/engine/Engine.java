package dev.jdock.runtime.engine;

/**
 * Everything jdock can do, for every front end alike: one interface for each kind of object. Their
 * methods may be called from any thread; they throw {@link dev.jdock.image.error.JdockException}
 * for a mistake of the caller and for what the machine refuses.
 */
public interface Engine {

  Containers containers();

  Execs execs();

  Images images();

  Builds builds();

  RemoteRegistries registries();

  Volumes volumes();

  Networks networks();

  SystemOperations system();
}
