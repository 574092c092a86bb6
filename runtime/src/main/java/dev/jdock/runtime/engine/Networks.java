package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Networks: {@code bridge}, {@code host} and {@code none}, and users' own. A {@code network}
 * argument is a name, an id or a unique prefix of an id; NOT_FOUND {@code network X not found}
 * where there is none.
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

  /** How many addresses of a network's subnets are taken and free. */
  List<SubnetUse> use(String network);

  /**
   * Makes a network.
   *
   * @return its id
   * @throws dev.jdock.image.error.JdockException FORBIDDEN for the name of one of the three and for
   *     a subnet that another network has, CONFLICT for a name that is taken, INVALID,
   *     NOT_IMPLEMENTED for what is not done yet
   */
  String create(NetworkRequest request);

  /**
   * Removes a network.
   *
   * @throws dev.jdock.image.error.JdockException FORBIDDEN for one of the three, and for one that
   *     containers are connected to
   */
  void remove(String network);

  /**
   * Connects a container to one more network; while it runs, it has a link more at once.
   *
   * @param wanted whose network is not looked at
   * @throws dev.jdock.image.error.JdockException FORBIDDEN, INVALID
   */
  void connect(String network, String container, Networking.Attachment wanted);

  /**
   * Disconnects a container from a network.
   *
   * @param force also a container that is not there any more
   * @throws dev.jdock.image.error.JdockException FORBIDDEN where it is not connected
   */
  void disconnect(String network, String container, boolean force);

  /**
   * Removes networks of users' own that no container is on.
   *
   * @param filters {@code label}, {@code label!}, {@code until}
   */
  Pruned prune(Filters filters);
}
