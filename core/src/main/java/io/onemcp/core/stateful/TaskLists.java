package io.onemcp.core.stateful;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.task.TaskIds;
import io.onemcp.core.task.TaskNames;
import io.onemcp.core.task.TaskSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code tasks/list} with the tasks of one session, at all backends that have begun some
 * for it. Nobody else's are shown, whatever a backend lists.
 */
record TaskLists(CapabilityCatalog catalog, Backends backends, TaskIds ids) {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLists.class);

  /** Most pages that are read of one backend. */
  private static final int MAX_PAGES = 100;

  Outcome list(AskedClient client, Exchange exchange) throws InterruptedException {
    var offers = catalog.of(exchange.client().view()).offers();
    if (offers.values().stream().noneMatch(TaskLists::lists)) {
      return new Outcome.Refusal(new GatewayError.UnknownMethod(exchange.method()));
    }
    List<Json> all = new ArrayList<>();
    for (BackendName name : client.tasks().backends()) {
      Optional<Backend> backend = backends.find(name);
      if (backend.isPresent() && offers.containsKey(name) && lists(offers.get(name))) {
        collect(backend.get(), client, exchange, all);
      }
    }
    return new Outcome.Result(new JsonWriter().put("tasks", JsonWriter.array(all)).json().wire());
  }

  private static boolean lists(Offer offer) {
    return offer.era() == Era.STATEFUL
        && TaskSupport.isOffered(offer)
        && offer.server().declares("tasks", "list");
  }

  /** One backend that fails does not fail the list. */
  private void collect(Backend backend, AskedClient client, Exchange exchange, List<Json> all)
      throws InterruptedException {
    TaskNames names = new TaskNames(ids, exchange.client().caller(), backend.name());
    Json params = Json.EMPTY_OBJECT;
    try {
      for (int page = 0; page < MAX_PAGES; page++) {
        Response response =
            backend.request(Methods.TASKS_LIST, params, client.terms(backend.name()));
        if (!(response instanceof Success success)) {
          return;
        }
        Json tasks = success.result().at("tasks");
        for (Json task : tasks == null ? List.<Json>of() : tasks.elements()) {
          String id = task.text("taskId");
          if (id != null && client.tasks().has(backend.name(), id)) {
            all.add(task.patch().set(Json.string(names.shown(id)), "taskId").json());
          }
        }
        String cursor = success.result().text("nextCursor");
        if (cursor == null) {
          return;
        }
        params = new JsonWriter().put("cursor", cursor).json();
      }
    } catch (GatewayException e) {
      LOG.warn("backend {} did not list its tasks: {}", backend.name(), e.getMessage());
    }
  }
}
