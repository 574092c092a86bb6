package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Networks. There are three, {@code bridge}, {@code host} and {@code none}; networks of users' own
 * are not done yet. A {@code network} argument is a name, an id or a unique prefix of an id;
 * NOT_FOUND {@code network X not found} where there is none.
 */
public interface Networks {
  /**
   * As the Docker Engine API's {@code GET /networks}.
   *
   * @param filters {@code driver}, {@code id}, {@code label}, {@code name}, {@code scope}, {@code
   *     type}, {@code dangling}
   */
  List<JsonNode> list(Filters filters);

  /**
   * As the Docker Engine API's {@code GET /networks/{id}}.
   *
   * @param scope {@code local}, or empty for any
   */
  JsonNode inspect(String network, String scope);

  /**
   * Makes a network.
   *
   * @param driver empty for {@code bridge}
   * @return its id
   * @throws dev.jdock.image.error.JdockException FORBIDDEN for the name of one of the three,
   *     NOT_IMPLEMENTED for any other
   */
  String create(String name, String driver, Map<String, String> options);

  /**
   * Removes a network.
   *
   * @throws dev.jdock.image.error.JdockException FORBIDDEN for one of the three
   */
  void remove(String network);

  /**
   * Connects a container to one more network.
   *
   * @throws dev.jdock.image.error.JdockException NOT_IMPLEMENTED
   */
  void connect(String network, String container);

  /**
   * Disconnects a container from a network.
   *
   * @param force also a container that is not there any more
   * @throws dev.jdock.image.error.JdockException NOT_IMPLEMENTED
   */
  void disconnect(String network, String container, boolean force);

  /**
   * Removes networks of users' own that no container is on.
   *
   * @param filters {@code label}, {@code label!}, {@code until}
   */
  Pruned prune(Filters filters);
}
