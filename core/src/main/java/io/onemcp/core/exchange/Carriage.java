package io.onemcp.core.exchange;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.BackendBusyException;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnavailableException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.Engagement;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.Refusing;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.bridge.AsTask;
import io.onemcp.core.bridge.Fingerprint;
import io.onemcp.core.bridge.InputRequests;
import io.onemcp.core.bridge.InputRounds;
import io.onemcp.core.bridge.Parking;
import io.onemcp.core.bridge.Parking.Parked;
import io.onemcp.core.bridge.TaskPolling;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.task.TaskNames;
import io.onemcp.core.task.TaskSupport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one exchange to its backend, and plays whatever game the two eras need for the backend to
 * ask its client: a session of the client's own, rounds of real requests, or a parked call.
 */
final class Carriage {
  private static final Logger LOG = LoggerFactory.getLogger(Carriage.class);

  /** Where the stateless era lets a server ask (MCP 2026-07-28, multi round-trip requests). */
  private static final Set<String> MAY_ASK =
      Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);

  private static final int UNAVAILABLE = 503;

  /** How many times the time-out of a request a call may take that keeps telling its progress. */
  private static final int MAX_EXTENSION = 12;

  private final Tasks tasks;
  private final Parking parking;
  private final InputRounds rounds;
  private final TaskPolling polling;

  Carriage(Tasks tasks, Parking parking) {
    this.tasks = tasks;
    this.parking = parking;
    this.rounds = new InputRounds(tasks);
    this.polling = new TaskPolling(rounds, tasks);
  }

  Carried carry(
      Exchange exchange, Target.Found target, Engagement engagement, Hop hop, TaskNames names)
      throws InterruptedException {
    Backend backend = engagement.backend();
    String name = backend.name().value();
    Duration longest = backend.definition().requestTimeout().multipliedBy(MAX_EXTENSION);
    // Whoever waits for the result of a task waits for as long as the task takes.
    boolean patient = exchange.method().equals(Methods.TASKS_RESULT);
    Duration silence = patient ? longest : backend.definition().requestTimeout();
    Deadline deadline = Deadline.arm(tasks, silence, longest);
    Relaying relaying = new Relaying(exchange, names, deadline::signOfLife);
    try (deadline) {
      return attempt(
          new Errand(
              exchange,
              target,
              engagement,
              hop,
              relaying,
              deadline,
              names,
              new AsTask(tasks),
              false));
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
      return new Carried.Failed(new GatewayError.DeadlineExceeded(name, silence.toMillis()));
    } catch (BackendUnavailableException
        | BackendUnreachableException
        | BackendBusyException
        | BackendLostException
        | BackendRefusedException e) {
      return new Carried.Failed(error(e, backend));
    }
  }

  private static GatewayError error(GatewayException failure, Backend backend) {
    String name = backend.name().value();
    String message = failure.getMessage();
    return switch (failure) {
      case BackendUnavailableException e ->
          new GatewayError.BackendUnavailable(name, message, e.retryIn());
      case BackendUnreachableException _ ->
          new GatewayError.BackendUnavailable(name, message, backend.retryIn());
      case BackendBusyException e ->
          new GatewayError.Overloaded(UNAVAILABLE, e.limit(), Optional.of(name), e.retryIn());
      case BackendLostException _ -> new GatewayError.BackendLost(name, message);
      case BackendRefusedException e when e.isUnread() ->
          new GatewayError.BackendUnavailable(name, message, e.retryIn());
      default -> new GatewayError.BackendMisbehaved(name, message, null);
    };
  }

  private Carried attempt(Errand errand) throws InterruptedException {
    Era client = errand.exchange().client().era();
    Era backend = errand.hop().revision().era();
    if (client == Era.STATEFUL) {
      return new Carried.Answered(
          backend == Era.STATEFUL ? sameSessions(errand) : inRounds(errand));
    }
    boolean mayAsk = backend == Era.STATEFUL && MAY_ASK.contains(errand.exchange().method());
    return mayAsk ? parked(errand) : new Carried.Answered(errand.logged());
  }

  private static Response sameSessions(Errand errand) throws InterruptedException {
    ClientHop client = errand.exchange().client();
    BackendName backend = errand.backend().name();
    boolean task = isAboutTask(errand);
    boolean own = task || errand.sharesExtension();
    Optional<ClientLink> link = own ? client.link() : client.askable();
    if (link.isEmpty()) {
      return errand.call();
    }
    Respondent respondent =
        errand.patiently(link.get().respondent(backend, errand.exchange().outlet()));
    Response response = errand.call(respondent, link.get().terms(backend));
    if (task && response instanceof Success success) {
      Optional.ofNullable(success.result().text("task", "taskId"))
          .ifPresent(id -> link.get().began(backend, id));
    }
    return response;
  }

  /** A task lives in a session, so nobody else may share that. */
  private static boolean isAboutTask(Errand errand) {
    Exchange exchange = errand.exchange();
    return errand.hasTasks()
        && (exchange.method().startsWith(Methods.TASKS) || exchange.params().at("task") != null);
  }

  private Response inRounds(Errand errand) throws InterruptedException {
    Response first = errand.call();
    return TaskSupport.isMissing(first)
        // Nothing was done yet; whoever calls again waits for the task on behalf of the client.
        ? waited(errand.waiting())
        : inRounds(errand, first, errand::again);
  }

  private Response inRounds(Errand errand, Response first, InputRounds.Retry retry)
      throws InterruptedException {
    Optional<ClientLink> client = errand.exchange().client().askable();
    return client.isEmpty()
        ? first
        : rounds.play(
            errand.exchange().request(), first, new AskedClient(errand, client.get()), retry);
  }

  private Response waited(Errand errand) throws InterruptedException {
    TaskLine line = new TaskLine(errand);
    Response begun =
        inRounds(
            errand,
            polling.begin(line, errand::call),
            (inputs, state) -> polling.begin(line, () -> errand.again(inputs, state)));
    Optional<ClientLink> link = errand.exchange().client().link();
    return link.isPresent() && TaskPolling.isBegun(begun)
        ? polling.play(
            errand.exchange().request(), (Success) begun, new AskedClient(errand, link.get()), line)
        : begun;
  }

  private Carried parked(Errand errand) throws InterruptedException {
    Exchange exchange = errand.exchange();
    ClientHop client = exchange.client();
    Json declared = InputRequests.askable(client.capabilities());
    Fingerprint fingerprint =
        Fingerprint.of(
            client.caller().principal(), errand.backend().name().value(), exchange.request());
    String state = exchange.params().text("requestState");
    if (state != null) {
      Json given = exchange.params().at("inputResponses");
      Optional<Parked> resumed =
          parking.resume(
              fingerprint,
              exchange.request(),
              given == null ? Json.EMPTY_OBJECT : given,
              state,
              errand.relaying());
      if (resumed.isPresent()) {
        return carried(resumed.get());
      }
    }
    if (state == null && errand.canBecomeTask()) {
      return new Carried.Deferred(fingerprint, declared, inBackground(errand, declared));
    }
    if (declared.members().isEmpty()) {
      return visitingFirst(errand.logged(), fingerprint, declared);
    }
    HopTerms terms = terms(client, declared);
    Parked outcome =
        parking.start(
            fingerprint,
            declared,
            exchange.request(),
            errand.relaying(),
            (respondent, interim) ->
                errand.call(errand.prepared(respondent).tracking(interim), terms));
    return outcome instanceof Parked.Answered(var response)
        ? visitingFirst(response, fingerprint, declared)
        : carried(outcome);
  }

  /** Calls like a parked call, with nobody waiting. */
  private static Parking.Work inBackground(Errand errand, Json declared) {
    if (declared.members().isEmpty()) {
      return (_, interim) -> errand.onShared(errand.prepared(new Refusing()).hearing(interim));
    }
    HopTerms terms = terms(errand.exchange().client(), declared);
    return (respondent, interim) ->
        errand.call(errand.prepared(respondent).hearing(interim), terms);
  }

  private static Carried carried(Parked parked) {
    return switch (parked) {
      case Parked.Answered(var response) -> new Carried.Answered(response);
      case Parked.NeedsInput(var result) -> new Carried.NeedsInput(result);
      case Parked.Failed(var error) -> new Carried.Failed(error);
    };
  }

  /**
   * A backend that wants an address visited says so by an error; the other era asks by a result.
   */
  private Carried visitingFirst(Response response, Fingerprint fingerprint, Json declared) {
    if (response instanceof Failure(_, _, var error)
        && error.code() == ErrorCodes.URL_ELICITATION_REQUIRED
        && declared.at("elicitation", "url") != null) {
      @Nullable Json elicitations = error.data() == null ? null : error.data().at("elicitations");
      if (elicitations != null && !elicitations.elements().isEmpty()) {
        return new Carried.NeedsInput(parking.visitFirst(fingerprint, elicitations));
      }
    }
    return new Carried.Answered(response);
  }

  private static HopTerms terms(ClientHop client, Json declared) {
    Optional<Json> info =
        client.clientInfo().members().isEmpty()
            ? Optional.empty()
            : Optional.of(client.clientInfo());
    Json normal = declared.patch().remove("roots", "listChanged").json();
    return new HopTerms(
        "caller:" + client.caller().principal(),
        normal,
        info,
        true,
        question -> InputRequests.declined(question.method()),
        (_, _) -> {},
        client.logLevel());
  }

  /** How an attempt ended. */
  sealed interface Carried {
    record Answered(Response response) implements Carried {}

    record NeedsInput(Json result) implements Carried {}

    /** Nothing was sent yet: the client gets a task, in which the work is done. */
    record Deferred(Fingerprint fingerprint, Json declared, Parking.Work work) implements Carried {}

    record Failed(GatewayError error) implements Carried {}
  }

  private record TaskLine(Errand errand) implements TaskPolling.Line {
    @Override
    public Response call(String method, Json params) throws InterruptedException {
      return errand.about(method, params);
    }

    @Override
    public void cancel(Json named) {
      try {
        errand.about(Methods.TASKS_CANCEL, named);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (GatewayException e) {
        LOG.debug("a task was not cancelled: {}", e.getMessage());
      }
    }
  }

  private record AskedClient(Errand errand, ClientLink link) implements InputRounds.Client {
    @Override
    public Json capabilities() {
      return link.capabilities();
    }

    @Override
    public Revision revision() {
      return errand.exchange().client().revision();
    }

    @Override
    public Response ask(String method, Json params) throws InterruptedException {
      return errand.ask(link, method, params);
    }
  }
}
