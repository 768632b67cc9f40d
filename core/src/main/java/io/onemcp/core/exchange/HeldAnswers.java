package io.onemcp.core.exchange;

import io.onemcp.core.bridge.HeldTask;
import io.onemcp.core.bridge.HeldTasks;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.task.TaskSupport;
import java.util.Optional;

/** Answers what stateless clients want to know of the tasks that the gateway itself holds. */
record HeldAnswers(HeldTasks held, CapabilityCatalog catalog) {
  private static final Json DONE = Json.of("{\"resultType\":\"complete\"}");

  /** Returns the answer; empty if the request is about no such task of this client's. */
  Optional<Outcome> answer(Exchange exchange) {
    ClientHop client = exchange.client();
    if (client.era() != Era.STATELESS
        || !exchange.method().startsWith(Methods.TASKS)
        || !TaskSupport.isDeclared(client.capabilities())) {
      return Optional.empty();
    }
    return held.find(client.caller(), String.valueOf(exchange.params().text("taskId")))
        .filter(
            task -> catalog.of(client.view()).offers().containsKey(new BackendName(task.backend())))
        .map(task -> new Outcome.Result(answer(exchange, task).wire()));
  }

  private static Json answer(Exchange exchange, HeldTask task) {
    switch (exchange.method()) {
      case Methods.TASKS_UPDATE -> {
        Json given = exchange.params().at("inputResponses");
        task.update(given == null ? Json.EMPTY_OBJECT : given);
      }
      case Methods.TASKS_CANCEL -> task.cancel();
      default -> {
        return task.look();
      }
    }
    return DONE;
  }
}
