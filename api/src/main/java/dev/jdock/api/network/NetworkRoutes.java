package dev.jdock.api.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.NetworkRequest;
import dev.jdock.runtime.engine.NetworkRequest.Ipam;
import dev.jdock.runtime.engine.NetworkRequest.Pool;
import dev.jdock.runtime.engine.Networks;
import dev.jdock.runtime.engine.SubnetUse;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/** {@code /networks}. */
public final class NetworkRoutes {
  /** What Go's uint64 holds at most. */
  private static final BigInteger LARGEST = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

  private final Networks networks;

  private NetworkRoutes(Networks networks) {
    this.networks = networks;
  }

  public static void addTo(Router router, Networks networks) {
    NetworkRoutes routes = new NetworkRoutes(networks);
    router
        .add("GET", "/networks", Manner.WORK, routes::list)
        .add("POST", "/networks/create", Manner.WORK, routes::create)
        .add("POST", "/networks/prune", Manner.WORK, routes::prune)
        .add("GET", "/networks/{id}", Manner.WORK, routes::inspect)
        .add("DELETE", "/networks/{id}", Manner.WORK, routes::remove)
        .add("POST", "/networks/{id}/connect", Manner.WORK, routes::connect)
        .add("POST", "/networks/{id}/disconnect", Manner.WORK, routes::disconnect);
  }

  private void list(Request request, Response response) throws IOException {
    ArrayNode json = Json.mapper().createArrayNode();
    networks.list(request.query().filters()).forEach(json::add);
    if (request.version().isAtLeast(52)) {
      // Before, the list had the field, and nobody in it.
      json.forEach(network -> ((ObjectNode) network).remove("Containers"));
    }
    response.json(200, json);
  }

  private void create(Request request, Response response) throws IOException {
    String id = networks.create(request(Fields.of(request.json())));
    response.json(201, Json.object().put("Id", id).put("Warning", ""));
  }

  private static NetworkRequest request(Fields fields) {
    Fields ipam = fields.object("IPAM");
    List<Pool> pools =
        ipam.list("Config").stream()
            .map(pool ->
                new Pool(
                    pool.text("Subnet"),
                    pool.text("IPRange"),
                    pool.text("Gateway"),
                    pool.map("AuxiliaryAddresses")))
            .toList();
    return new NetworkRequest(
        fields.text("Name"),
        fields.text("Driver"),
        fields.text("Scope"),
        new Ipam(ipam.text("Driver"), ipam.has("Options") ? ipam.map("Options") : null, pools),
        fields.flagOrNull("EnableIPv4"),
        fields.flagOrNull("EnableIPv6"),
        fields.flag("Internal"),
        fields.flag("Attachable"),
        fields.flag("Ingress"),
        fields.flag("ConfigOnly"),
        fields.object("ConfigFrom").text("Network"),
        fields.map("Options"),
        fields.map("Labels"),
        List.of());
  }

  private void prune(Request request, Response response) throws IOException {
    ObjectNode json = Json.pruned("NetworksDeleted", networks.prune(request.query().filters()));
    json.remove("SpaceReclaimed");
    response.json(200, json);
  }

  private void inspect(Request request, Response response) throws IOException {
    String id = request.parameter("id");
    JsonNode json = networks.inspect(id, request.query().text("scope"));
    if (request.version().isAtLeast(52)) {
      ((ObjectNode) json).putObject("Status").putObject("IPAM").set("Subnets", use(id));
    }
    response.json(200, json);
  }

  private ObjectNode use(String network) {
    ObjectNode json = Json.object();
    for (SubnetUse use : networks.use(network)) {
      json.putObject(use.subnet())
          .put("IPsInUse", use.taken().min(LARGEST))
          .put("DynamicIPsAvailable", use.free().min(LARGEST));
    }
    return json;
  }

  private void remove(Request request, Response response) throws IOException {
    networks.remove(request.parameter("id"));
    response.empty(204);
  }

  private void connect(Request request, Response response) throws IOException {
    Fields fields = Fields.of(request.json());
    String network = request.parameter("id");
    networks.connect(
        network,
        fields.text("Container"),
        EndpointBody.read(network, fields.object("EndpointConfig")));
    response.empty(200);
  }

  private void disconnect(Request request, Response response) throws IOException {
    Fields fields = Fields.of(request.json());
    networks.disconnect(request.parameter("id"), fields.text("Container"), fields.flag("Force"));
    response.empty(200);
  }
}
