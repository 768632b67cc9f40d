package io.onemcp.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Engagement;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.bridge.Bridge;
import io.onemcp.core.bridge.Bridges;
import io.onemcp.core.bridge.HeldTasks;
import io.onemcp.core.bridge.OldContent;
import io.onemcp.core.bridge.Parking;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Projection;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.task.TaskIds;
import io.onemcp.core.task.TaskNames;
import io.onemcp.core.task.TaskSupport;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries a request to its backend and the answer back: route, bridge, call, bridge. */
public final class Forwarding implements ExchangeHandler {
  /** What both eras have; everything else cannot be translated. */
  private static final Set<String> TRANSLATED =
      Set.of(
          Methods.TOOLS_CALL,
          Methods.PROMPTS_GET,
          Methods.RESOURCES_READ,
          Methods.RESOURCES_SUBSCRIBE,
          Methods.RESOURCES_UNSUBSCRIBE,
          Methods.COMPLETE);

  private final CapabilityCatalog catalog;
  private final Targets targets;
  private final Backends backends;
  private final Carriage carriage;
  private final TaskIds taskIds;
  private final HeldTasks held;
  private final HeldAnswers heldAnswers;

  public Forwarding(
      CapabilityCatalog catalog,
      Backends backends,
      Tasks tasks,
      Parking parking,
      TaskIds taskIds,
      HeldTasks held) {
    this.catalog = catalog;
    this.taskIds = taskIds;
    this.held = held;
    this.heldAnswers = new HeldAnswers(held, catalog);
    this.targets = new Targets(catalog, taskIds);
    this.backends = backends;
    this.carriage = new Carriage(tasks, parking);
  }

  /** Returns the ids under which clients know tasks. */
  public TaskIds taskIds() {
    return taskIds;
  }

  @Override
  public Outcome handle(Exchange exchange) throws InterruptedException {
    Optional<Outcome> known = heldAnswers.answer(exchange);
    return known.isPresent() ? known.get() : route(exchange);
  }

  private Outcome route(Exchange exchange) throws InterruptedException {
    return switch (targets.of(exchange)) {
      case Target.Missing(var error) -> new Outcome.Refusal(error);
      case Target.Found found -> forward(exchange, found);
    };
  }

  private Outcome forward(Exchange exchange, Target.Found target) throws InterruptedException {
    Optional<Engagement> engagement = backends.engage(target.backend());
    if (engagement.isEmpty()) {
      return new Outcome.Refusal(
          new GatewayError.BackendUnavailable(
              target.backend().value(), "not configured", Optional.empty()));
    }
    try (Engagement held = engagement.get()) {
      return forward(exchange, target, held);
    }
  }

  private Outcome forward(Exchange exchange, Target.Found target, Engagement engagement)
      throws InterruptedException {
    Backend backend = engagement.backend();
    Optional<Hop> hop = backend.awaitHop();
    if (hop.isEmpty()) {
      GatewayError error =
          new GatewayError.BackendUnavailable(
              target.backend().value(), backend.condition(), backend.retryIn());
      return backend.isClosed() ? new Outcome.Refusal(error) : refused(exchange, error);
    }
    Era era = hop.get().revision().era();
    Optional<Bridge> bridge = Bridges.between(exchange.client().era(), era);
    if (bridge.isPresent() && !TRANSLATED.contains(exchange.method())) {
      // What the gateway does not know it cannot translate.
      return new Outcome.Refusal(new GatewayError.UnknownMethod(exchange.method()));
    }
    TaskNames names = new TaskNames(taskIds, exchange.client().caller(), target.backend());
    try {
      return switch (carriage.carry(exchange, target, engagement, hop.get(), names)) {
        case Carriage.Carried.Failed(var error) -> refused(exchange, error);
        case Carriage.Carried.NeedsInput(var result) -> new Outcome.Result(result.wire());
        case Carriage.Carried.Answered(var response) ->
            answered(exchange, target, hop.get(), bridge, response);
        case Carriage.Carried.Deferred(var fingerprint, var declared, var work) ->
            begun(
                held.begin(
                    fingerprint,
                    declared,
                    work,
                    response ->
                        shown(exchange, answered(exchange, target, hop.get(), bridge, response))));
      };
    } catch (MalformedJsonException e) {
      // What is read of the request has been read by now; this is the backend's answer.
      return misbehaved(target.backend().value(), e.getMessage(), null);
    }
  }

  /** A tool that cannot be reached for now is something that the model can act upon. */
  private static Outcome refused(Exchange exchange, GatewayError error) {
    return exchange.method().equals(Methods.TOOLS_CALL)
            && error instanceof GatewayError.BackendUnavailable unavailable
        ? new Outcome.Result(UnreachedTool.result(unavailable, exchange.client().era()))
        : new Outcome.Refusal(error);
  }

  private static Outcome begun(HeldTasks.Begun begun) {
    return switch (begun) {
      case HeldTasks.Begun.Task(var result) -> new Outcome.Result(result.wire());
      case HeldTasks.Begun.Refused(var error) -> new Outcome.Refusal(error);
    };
  }

  private static Json shown(Exchange exchange, Outcome outcome) {
    return Json.of(new String(Answer.of(exchange, outcome).body().toByteArray(), UTF_8));
  }

  private Outcome answered(
      Exchange exchange, Target.Found target, Hop hop, Optional<Bridge> bridge, Response response) {
    return switch (response) {
      case Failure(_, _, var error) when bridge.isPresent() ->
          new Outcome.Translated(bridge.get().error(exchange.request(), error));
      case Failure(_, _, var error)
          when hop.revision().era() == Era.STATELESS && ErrorCodes.concernsHop(error.code()) ->
          misbehaved(target.backend().value(), error.message(), error.json());
      case Failure failure -> new Outcome.Relayed(failure, failure.whole().patch());
      case Success success -> succeeded(exchange, target, hop, bridge, success);
    };
  }

  private static Outcome misbehaved(String backend, String problem, @Nullable Json original) {
    return new Outcome.Refusal(new GatewayError.BackendMisbehaved(backend, problem, original));
  }

  private Outcome succeeded(
      Exchange exchange, Target.Found target, Hop hop, Optional<Bridge> bridge, Success success) {
    JsonPatch patch = success.whole().patch();
    Optional<String> obstacle =
        bridge.flatMap(
            translator -> translator.result(exchange.request(), hop.server(), success, patch));
    if (obstacle.isPresent()) {
      return misbehaved(target.backend().value(), obstacle.get(), null);
    }
    if (bridge.isEmpty() && TaskSupport.isOffered(hop.server(), hop.revision().era())) {
      new TaskNames(taskIds, exchange.client().caller(), target.backend())
          .show(exchange.request(), success, patch);
    }
    if (OldContent.concerns(exchange.client().revision())) {
      OldContent.replace(success.whole(), exchange.client().revision(), patch);
    }
    Projection projection = catalog.of(exchange.client().view());
    if (projection.rewritesUrisOf(target.backend())) {
      new UriRewriter(uri -> projection.exposeUri(target.backend(), uri))
          .rewrite(success.whole(), patch);
    }
    return new Outcome.Relayed(success, patch);
  }
}
