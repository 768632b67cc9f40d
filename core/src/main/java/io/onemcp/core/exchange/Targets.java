package io.onemcp.core.exchange;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Entry;
import io.onemcp.core.catalog.Projection;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.headers.ParameterHeaders;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.task.TaskIds;
import io.onemcp.core.task.TaskSupport;
import io.onemcp.core.task.TaskUse;
import java.util.Map;
import java.util.Optional;

/** Finds the backend of a request in the view that it came to. */
final class Targets {
  private static final String[] NAME = {"params", "name"};
  private static final String[] URI = {"params", "uri"};
  private static final String[] REF_NAME = {"params", "ref", "name"};
  private static final String[] REF_URI = {"params", "ref", "uri"};
  private static final String[] TASK = {"params", "taskId"};
  private static final String[] NOTHING = {};

  private final CapabilityCatalog catalog;
  private final TaskIds tasks;

  Targets(CapabilityCatalog catalog, TaskIds tasks) {
    this.catalog = catalog;
    this.tasks = tasks;
  }

  Target of(Exchange exchange) {
    Projection projection = catalog.of(exchange.client().view());
    return switch (exchange.method()) {
      case Methods.TOOLS_CALL -> named(exchange, projection, CapabilityKind.TOOL, NAME);
      case Methods.PROMPTS_GET -> named(exchange, projection, CapabilityKind.PROMPT, NAME);
      case Methods.RESOURCES_READ, Methods.RESOURCES_SUBSCRIBE, Methods.RESOURCES_UNSUBSCRIBE ->
          located(exchange, projection, URI);
      case Methods.COMPLETE -> completed(exchange, projection);
      default ->
          exchange.method().startsWith(Methods.TASKS)
              ? task(exchange, projection)
              : whole(exchange, projection);
    };
  }

  private static Target named(
      Exchange exchange, Projection projection, CapabilityKind kind, String[] path) {
    String name = exchange.request().whole().text(path);
    if (name == null) {
      return missing(path, "the name of a " + kind.label());
    }
    Optional<Entry> entry = projection.find(kind, name);
    return entry
        .<Target>map(found ->
            new Target.Found(
                found.backend(),
                path,
                Optional.of(found.originalName()),
                headers(found, exchange),
                kind != CapabilityKind.TOOL || isIdempotent(found),
                taskUse(found)))
        .orElseGet(
            () -> new Target.Missing(new GatewayError.UnknownCapability(kind.label(), name)));
  }

  /** A definition that could be read in two ways promises nothing. */
  private static boolean isIdempotent(Entry tool) {
    try {
      return Json.TRUE.equals(tool.definition().at("annotations", "idempotentHint"));
    } catch (MalformedJsonException _) {
      return false;
    }
  }

  private static TaskUse taskUse(Entry entry) {
    return entry.kind() == CapabilityKind.TOOL && entry.era() == Era.STATEFUL
        ? TaskUse.of(entry.definition())
        : TaskUse.FORBIDDEN;
  }

  private static Map<String, String> headers(Entry entry, Exchange exchange) {
    return entry.era() == Era.STATEFUL
        ? Map.of()
        : entry.mirrored().orElse(ParameterHeaders.NONE).values(exchange.params().at("arguments"));
  }

  private static Target located(Exchange exchange, Projection projection, String[] path) {
    String uri = exchange.request().whole().text(path);
    if (uri == null) {
      return missing(path, "the URI of a resource");
    }
    return projection
        .routeUri(uri)
        .<Target>map(route ->
            new Target.Found(route.backend(), path, Optional.of(route.original()), Map.of(), true))
        .orElseGet(() -> new Target.Missing(new GatewayError.UnknownResource(uri)));
  }

  private static Target completed(Exchange exchange, Projection projection) {
    String type = exchange.params().text("ref", "type");
    if ("ref/prompt".equals(type)) {
      return named(exchange, projection, CapabilityKind.PROMPT, REF_NAME);
    }
    return "ref/resource".equals(type)
        ? located(exchange, projection, REF_URI)
        : missing(new String[] {"params", "ref", "type"}, "ref/prompt or ref/resource");
  }

  /** A method that the gateway does not know is one of an extension. */
  private static Target whole(Exchange exchange, Projection projection) {
    return switch (ExtensionOwners.of(exchange.method(), exchange.client(), projection)) {
      case ExtensionOwners.Owner.One(var backend) ->
          new Target.Found(backend, NOTHING, Optional.empty(), Map.of(), false);
      case ExtensionOwners.Owner.None(var error) -> new Target.Missing(error);
    };
  }

  /** A task is found by its id, which its client alone can have. */
  private Target task(Exchange exchange, Projection projection) {
    ClientHop client = exchange.client();
    if (projection.offers().values().stream()
        .noneMatch(offer -> TaskSupport.isOffered(offer, client.era()))) {
      return new Target.Missing(new GatewayError.UnknownMethod(exchange.method()));
    }
    if (client.era() == Era.STATELESS && !TaskSupport.isDeclared(client.capabilities())) {
      return new Target.Missing(TaskSupport.required(exchange.method()));
    }
    String id = exchange.request().whole().text(TASK);
    if (id == null) {
      return missing(TASK, "the id of a task");
    }
    return tasks
        .open(client.caller(), id)
        .filter(route -> projection.offers().containsKey(route.backend()))
        .<Target>map(route ->
            new Target.Found(
                route.backend(),
                TASK,
                Optional.of(route.original()),
                Map.of(),
                exchange.method().equals(Methods.TASKS_GET)))
        .orElseGet(() -> new Target.Missing(new GatewayError.UnknownCapability("task", id)));
  }

  private static Target missing(String[] path, String expected) {
    return new Target.Missing(
        new GatewayError.InvalidParams(
            String.join(".", path) + ": missing (expected: " + expected + ")"));
  }
}
