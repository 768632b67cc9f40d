package io.onemcp.core.exchange;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.Engagement;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.Refusing;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.bridge.AsTask;
import io.onemcp.core.bridge.Bridge;
import io.onemcp.core.bridge.Bridges;
import io.onemcp.core.bridge.ClientFacts;
import io.onemcp.core.bridge.InputRequests;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.task.TaskNames;
import io.onemcp.core.task.TaskSupport;
import io.onemcp.core.task.TaskUse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One exchange on its way to one backend. */
record Errand(
    Exchange exchange,
    Target.Found target,
    Engagement engagement,
    Hop hop,
    Relaying relaying,
    Deadline deadline,
    TaskNames tasks,
    AsTask asTask,
    boolean waits) {
  private static final RequestId ANY = new RequestId.Num(0);

  Backend backend() {
    return engagement.backend();
  }

  /** Returns the same errand, which tells the backend that somebody waits for tasks. */
  Errand waiting() {
    return new Errand(exchange, target, engagement, hop, relaying, deadline, tasks, asTask, true);
  }

  /** Asks the client, while nobody may say that the backend is silent: it waits, too. */
  Response ask(ClientLink client, String method, Json params) throws InterruptedException {
    deadline.hold();
    try {
      return client.ask(method, params, exchange.outlet());
    } finally {
      deadline.goOn();
    }
  }

  /** Returns a respondent for whose time nobody blames the backend. */
  Respondent patiently(Respondent respondent) {
    return question -> {
      deadline.hold();
      try {
        return respondent.respond(question);
      } finally {
        deadline.goOn();
      }
    };
  }

  Response call() throws InterruptedException {
    return onShared(prepared(new Refusing()));
  }

  /** Calls on the session of all. */
  Response onShared(Call call) throws InterruptedException {
    return mustBeTask()
        ? asTask.call(new Line(backend(), Optional.empty()), call)
        : backend().call(call);
  }

  /** Calls on the session of all, which has to log what this request wants to hear. */
  Response logged() throws InterruptedException {
    if (exchange.client().logLevel().isPresent()) {
      hop.wantLog(exchange.client().logLevel().get());
    }
    return call();
  }

  Response call(Respondent respondent, HopTerms terms) throws InterruptedException {
    return call(prepared(respondent), terms);
  }

  Response call(Call prepared, HopTerms terms) throws InterruptedException {
    // A parked call goes on when its exchange has ended.
    Engagement held = engagement.again();
    try (held) {
      return onOwn(prepared, terms);
    }
  }

  private Response onOwn(Call prepared, HopTerms terms) throws InterruptedException {
    if (!mustBeTask()) {
      return backend().call(prepared, terms);
    }
    // The task has to be asked for where it was begun.
    HopTerms same = terms.exclusive() ? terms.ownedBy("task:" + UUID.randomUUID()) : terms;
    return asTask.call(new Line(backend(), Optional.of(same)), prepared);
  }

  /** Whether the tool can only be called as a task, and the client has no tasks. */
  private boolean mustBeTask() {
    return target.taskUse() == TaskUse.REQUIRED
        && TaskSupport.isOffered(hop.server(), hop.revision().era())
        && exchange.client().revision() != Revision.V2025_11_25;
  }

  /** Whether a stateless client that has tasks calls a tool that can be one. */
  boolean canBecomeTask() {
    return target.taskUse() != TaskUse.FORBIDDEN
        && exchange.client().era() != hop.revision().era()
        && TaskSupport.isDeclared(exchange.client().capabilities())
        && TaskSupport.isOffered(hop.server(), hop.revision().era());
  }

  /** Asks a stateless backend about a task that it has begun for this errand. */
  Response about(String method, Json params) throws InterruptedException {
    Request request = Request.of(ANY, method, params);
    JsonPatch patch = request.whole().patch();
    bridge(request, patch);
    Call call =
        new Call(
            request,
            patch,
            String.valueOf(params.text("taskId")),
            Map.of(),
            true,
            false,
            !method.equals(Methods.TASKS_UPDATE),
            relaying,
            new Refusing());
    Response response = backend().call(call);
    deadline.signOfLife();
    return response;
  }

  /** Calls once more, with the client's answers. */
  Response again(Json inputResponses, @Nullable Json requestState) throws InterruptedException {
    Call call = prepared(new Refusing());
    call.patch().set(inputResponses, "params", "inputResponses");
    if (requestState != null) {
      call.patch().set(requestState, "params", "requestState");
    }
    return backend().call(call);
  }

  Call prepared(Respondent respondent) {
    JsonPatch patch = exchange.request().whole().patch();
    target.original().ifPresent(original -> rename(original, patch));
    bridge(exchange.request(), patch);
    if (hasTasks()) {
      tasks.hideRelated(exchange.params(), patch);
    }
    String mirrored = target.path().length == 2 ? target.original().orElse("") : "";
    return new Call(
        exchange.request(),
        patch,
        mirrored,
        headers(),
        true,
        false,
        isRepeatable(),
        relaying,
        respondent);
  }

  /** What we know better wins over what came. */
  private Map<String, String> headers() {
    if (exchange.headers().isEmpty() || hop.revision().era() == Era.STATEFUL) {
      return target.headers();
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(target.headers());
    exchange.headers().forEach(all::putIfAbsent);
    return all;
  }

  /** A tool's word that a second time does no harm counts only where a person trusts it. */
  private boolean isRepeatable() {
    return target.harmless()
        && (!exchange.method().equals(Methods.TOOLS_CALL)
            || backend().definition().upkeep().retryIdempotent());
  }

  /** Returns whether the backend has tasks, in the way of the client's era. */
  boolean hasTasks() {
    return exchange.client().era() == hop.revision().era()
        && TaskSupport.isOffered(hop.server(), hop.revision().era());
  }

  /** Returns whether client and backend are of one era, and have an extension in common. */
  boolean sharesExtension() {
    return exchange.client().era() == hop.revision().era()
        && ExtensionOwners.isShared(exchange.client().capabilities(), hop.server().capabilities());
  }

  private void bridge(Request request, JsonPatch patch) {
    ClientHop client = exchange.client();
    Optional<Bridge> bridge = Bridges.between(client.era(), hop.revision().era());
    if (bridge.isEmpty() && !waits) {
      return;
    }
    Json declared =
        client
            .link()
            .map(ClientLink::capabilities)
            .map(InputRequests::askable)
            .orElse(Json.EMPTY_OBJECT);
    ClientFacts facts =
        new ClientFacts(client.clientInfo(), withExtensions(declared), client.logLevel());
    bridge.ifPresent(translator -> translator.request(request, facts, hop.revision(), patch));
    if (waits) {
      patch.set(
          withExtensions(declared)
              .patch()
              .set(Json.EMPTY_OBJECT, "extensions", TaskSupport.EXTENSION)
              .json(),
          "params",
          MetaKeys.META,
          MetaKeys.CLIENT_CAPABILITIES);
    }
  }

  private Json withExtensions(Json declared) {
    Json extensions = exchange.client().capabilities().at("extensions");
    return extensions == null
        ? declared
        : declared
            .patch()
            .set(extensions.patch().remove(TaskSupport.EXTENSION).json(), "extensions")
            .json();
  }

  /** Keeps the client's own spelling wherever the backend uses the same name. */
  private void rename(String original, JsonPatch patch) {
    if (!original.equals(exchange.request().whole().text(target.path()))) {
      patch.set(Json.string(original), target.path());
    }
  }

  /** One session of the backend, for several calls; one that is for nothing else is closed then. */
  private record Line(Backend backend, Optional<HopTerms> terms) implements AsTask.Line {
    @Override
    public Response call(Call call) throws InterruptedException {
      return terms.isPresent() ? backend().call(call, terms.get()) : backend().call(call);
    }

    @Override
    public void close() {
      terms.filter(HopTerms::exclusive).ifPresent(own -> backend.own().forget(own.owner()));
    }
  }
}
