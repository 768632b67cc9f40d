package io.onemcp.core.stateless;

import io.onemcp.core.access.Caller;
import io.onemcp.core.access.Visitor;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Entry;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.ClientHop;
import io.onemcp.core.exchange.Descriptions;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.ExchangeHandler;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.exchange.MethodTables;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.Pipeline;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.exchange.StartGate;
import io.onemcp.core.exchange.StatelessDoor;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.task.TaskSupport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Serves clients of the stateless era. Nothing is remembered between two requests: {@link
 * RequestRules} checks each by itself, the {@link Pipeline} carries it out, and {@link
 * ChangeStreams} holds the streams that stay open.
 */
public final class StatelessFront implements StatelessDoor {
  /** Methods of the other era; a backend that serves both must not be driven into it. */
  private static final Set<String> REMOVED =
      Set.of(
          Methods.INITIALIZE,
          Methods.PING,
          Methods.SET_LOG_LEVEL,
          Methods.RESOURCES_SUBSCRIBE,
          Methods.RESOURCES_UNSUBSCRIBE,
          Methods.TASKS_LIST,
          Methods.TASKS_RESULT);

  private final CapabilityCatalog catalog;
  private final Descriptions descriptions;
  private final Json gateway;
  private final Pipeline pipeline;
  private final ChangeStreams streams;

  public StatelessFront(
      CapabilityCatalog catalog,
      Backends backends,
      Descriptions descriptions,
      Implementation gateway,
      MethodTables methods,
      ResourceWatches watches,
      StartGate gate,
      Tasks tasks) {
    this.catalog = catalog;
    this.descriptions = descriptions;
    this.gateway = gateway.json();
    Map<String, ExchangeHandler> handlers = methods.common();
    handlers.put(Methods.DISCOVER, this::discover);
    REMOVED.forEach(method -> handlers.put(method, StatelessFront::unknown));
    this.pipeline = new Pipeline(gate, methods.places(), handlers, methods.forwarding());
    TaskStreams taskStreams =
        new TaskStreams(catalog, backends, methods.forwarding().taskIds(), this.gateway, tasks);
    this.streams = new ChangeStreams(catalog, watches, taskStreams);
  }

  @Override
  public Answer answer(Visitor visitor, View view, Request request, Headers headers, Outlet outlet)
      throws InterruptedException {
    Optional<GatewayError> fault = check(view, request, headers);
    if (fault.isPresent()) {
      return Answer.refusal(request.id(), fault.get(), Era.STATELESS);
    }
    return pipeline.handle(
        new Exchange(request, hop(visitor, view, request), outlet, passing(request, headers)));
  }

  /** Headers of arguments pass; which ones a tool knows is checked elsewhere. */
  private static Map<String, String> passing(Request request, Headers headers) {
    Map<String, String> passing = new LinkedHashMap<>(headers.startingWith("Mcp-Param-"));
    if (!RequestRules.isNamed(request.method())) {
      headers
          .first(Envelope.NAME_HEADER)
          .ifPresent(name -> passing.put(Envelope.NAME_HEADER, name));
    }
    return passing;
  }

  @Override
  public Listening listen(Caller caller, View view, Request request, Headers headers, Outlet outlet)
      throws InterruptedException {
    Optional<GatewayError> fault = check(view, request, headers);
    Json wanted = request.params().at("notifications");
    if (fault.isEmpty() && (wanted == null || !wanted.isObject())) {
      fault =
          Optional.of(
              new GatewayError.InvalidParams("notifications: missing (expected: an object)"));
    }
    if (fault.isEmpty() && request.params().at("notifications", ChangeStreams.TASK_IDS) != null) {
      fault =
          TaskSupport.isDeclared(capabilities(request))
              ? fault
              : Optional.of(TaskSupport.required(ChangeStreams.TASK_IDS));
    }
    return fault.isPresent()
        ? new Listening.Refused(Answer.refusal(request.id(), fault.get(), Era.STATELESS))
        : new Listening.Open(streams.open(caller, view, request, outlet));
  }

  /** Ends all open streams, each with the answer of its request. */
  public void close() {
    streams.close();
  }

  private Optional<GatewayError> check(View view, Request request, Headers headers) {
    return RequestRules.check(request, headers).or(() -> parameters(view, request, headers));
  }

  private Optional<GatewayError> parameters(View view, Request request, Headers headers) {
    String name =
        request.method().equals(Methods.TOOLS_CALL) ? request.params().text("name") : null;
    if (name == null) {
      return Optional.empty();
    }
    return catalog
        .of(view)
        .find(CapabilityKind.TOOL, name)
        .flatMap(Entry::mirrored)
        .flatMap(mirrored -> mirrored.mismatch(headers::first, request.params().at("arguments")))
        .map(GatewayError.HeaderMismatch::new);
  }

  private static ClientHop hop(Visitor visitor, View view, Request request) {
    Json info = request.params().at(MetaKeys.META, MetaKeys.CLIENT_INFO);
    Optional<LogLevel> level =
        Optional.ofNullable(request.params().text(MetaKeys.META, MetaKeys.LOG_LEVEL))
            .flatMap(LogLevel::of);
    return new ClientHop(
        Revision.LATEST_STATELESS,
        visitor.caller(),
        visitor.origin(),
        view,
        info == null ? Json.EMPTY_OBJECT : info,
        capabilities(request),
        level.isPresent(),
        level,
        Optional.empty());
  }

  private static Json capabilities(Request request) {
    Json declared = request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES);
    return declared == null ? Json.EMPTY_OBJECT : declared;
  }

  private Outcome discover(Exchange exchange) {
    ServerDescription server = descriptions.of(exchange.client().view(), Era.STATELESS);
    JsonWriter result =
        new JsonWriter()
            .put("resultType", "complete")
            .put("supportedVersions", JsonWriter.strings(RequestRules.SUPPORTED))
            .put("capabilities", server.capabilities())
            .put("ttlMs", 0)
            .put("cacheScope", "private");
    server.instructions().ifPresent(words -> result.put("instructions", words));
    Json info = server.serverInfo().members().isEmpty() ? gateway : server.serverInfo();
    result.put(MetaKeys.META, new JsonWriter().put(MetaKeys.SERVER_INFO, info).json());
    return new Outcome.Result(result.json().wire());
  }

  private static Outcome unknown(Exchange exchange) {
    return new Outcome.Refusal(new GatewayError.UnknownMethod(exchange.method()));
  }
}
