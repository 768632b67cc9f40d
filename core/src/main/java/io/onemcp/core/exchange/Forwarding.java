package io.onemcp.core.exchange;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnavailableException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.bridge.Bridge;
import io.onemcp.core.bridge.Bridges;
import io.onemcp.core.bridge.ClientFacts;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Projection;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.util.Optional;

/** Carries a request to its backend and the answer back: route, bridge, call, bridge. */
public final class Forwarding implements ExchangeHandler {
  private final CapabilityCatalog catalog;
  private final Targets targets;
  private final Backends backends;
  private final Tasks tasks;

  public Forwarding(CapabilityCatalog catalog, Backends backends, Tasks tasks) {
    this.catalog = catalog;
    this.targets = new Targets(catalog);
    this.backends = backends;
    this.tasks = tasks;
  }

  @Override
  public Outcome handle(Exchange exchange) throws InterruptedException {
    return switch (targets.of(exchange)) {
      case Target.Missing(var error) -> new Outcome.Refusal(error);
      case Target.Found found -> forward(exchange, found);
    };
  }

  private Outcome forward(Exchange exchange, Target.Found target) throws InterruptedException {
    Optional<Backend> backend = backends.find(target.backend());
    Optional<Hop> hop = backend.flatMap(Backend::hop);
    if (backend.isEmpty() || hop.isEmpty()) {
      String reason = backend.map(Backend::condition).orElse("not configured");
      return new Outcome.Refusal(
          new GatewayError.BackendUnavailable(target.backend().value(), reason));
    }
    Era era = hop.get().revision().era();
    Optional<Bridge> bridge = Bridges.between(exchange.client().era(), era);
    if (bridge.isPresent() && target.original().isEmpty()) {
      // What the gateway does not know it cannot translate.
      return new Outcome.Refusal(new GatewayError.UnknownMethod(exchange.method()));
    }
    return call(exchange, target, backend.get(), hop.get(), bridge);
  }

  private Outcome call(
      Exchange exchange, Target.Found target, Backend backend, Hop hop, Optional<Bridge> bridge)
      throws InterruptedException {
    JsonPatch patch = exchange.request().whole().patch();
    target.original().ifPresent(original -> rename(exchange, target.path(), original, patch));
    ClientFacts facts = facts(exchange.client());
    bridge.ifPresent(
        translator -> translator.request(exchange.request(), facts, hop.revision(), patch));
    String mirrored = target.path().length == 2 ? target.original().orElse("") : "";
    Call call =
        new Call(
            exchange.request(), patch, mirrored, target.headers(), true, new Relaying(exchange));
    return switch (attempt(backend, call)) {
      case Attempt.Failed(var error) -> new Outcome.Refusal(error);
      case Attempt.Answered(var response) -> answered(exchange, target, hop, bridge, response);
    };
  }

  /** Keeps the client's own spelling wherever the backend uses the same name. */
  private static void rename(Exchange exchange, String[] path, String original, JsonPatch patch) {
    if (!original.equals(exchange.request().whole().text(path))) {
      patch.set(Json.string(original), path);
    }
  }

  private static ClientFacts facts(ClientHop client) {
    return new ClientFacts(client.clientInfo(), client.logLevel());
  }

  private Attempt attempt(Backend backend, Call call) throws InterruptedException {
    String name = backend.name().value();
    Deadline deadline = Deadline.arm(tasks, backend.definition().requestTimeout());
    try (deadline) {
      return new Attempt.Answered(backend.call(call));
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
      return new Attempt.Failed(
          new GatewayError.DeadlineExceeded(
              name, backend.definition().requestTimeout().toMillis()));
    } catch (BackendUnavailableException | BackendUnreachableException e) {
      return new Attempt.Failed(new GatewayError.BackendUnavailable(name, e.getMessage()));
    } catch (BackendLostException e) {
      return new Attempt.Failed(new GatewayError.BackendLost(name, e.getMessage()));
    } catch (BackendRefusedException e) {
      return new Attempt.Failed(new GatewayError.BackendMisbehaved(name, e.getMessage(), null));
    }
  }

  private Outcome answered(
      Exchange exchange, Target.Found target, Hop hop, Optional<Bridge> bridge, Response response) {
    JsonPatch patch = response.whole().patch();
    if (response instanceof Failure(_, _, var error) && bridge.isPresent()) {
      return new Outcome.Translated(bridge.get().error(exchange.request(), error));
    }
    if (response instanceof Success success) {
      Optional<String> obstacle =
          bridge.flatMap(
              translator -> translator.result(exchange.request(), hop.server(), success, patch));
      if (obstacle.isPresent()) {
        return new Outcome.Refusal(
            new GatewayError.BackendMisbehaved(target.backend().value(), obstacle.get(), null));
      }
      Projection projection = catalog.of(exchange.client().view());
      if (projection.rewritesUrisOf(target.backend())) {
        new UriRewriter(uri -> projection.exposeUri(target.backend(), uri))
            .rewrite(success.whole(), patch);
      }
    }
    return new Outcome.Relayed(response, patch);
  }

  private sealed interface Attempt {
    record Answered(Response response) implements Attempt {}

    record Failed(GatewayError error) implements Attempt {}
  }
}
