package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Eras;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.Overloaded;
import io.onemcp.core.protocol.GatewayError.Unauthenticated;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What every request at an MCP address passes: is there room for one more, is it complete, who is
 * calling, is there such an address. The I/O thread reads the body; all else happens on a virtual
 * thread of the exchange.
 */
final class Entrance {
  private static final HttpString ALLOW = new HttpString("Allow");
  private static final HttpString WWW_AUTHENTICATE = new HttpString("WWW-Authenticate");
  private static final String THREAD = "exchange";
  private static final int MOST_CARRIED = 64 << 10;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final DoorSettings settings;
  private final Interior interior;
  private final Traffic traffic;

  Entrance(DoorSettings settings, Interior interior, Traffic traffic) {
    this.settings = settings;
    this.interior = interior;
    this.traffic = traffic;
  }

  /** Where requests go that were let in. Called on a virtual thread; what it throws is answered. */
  @FunctionalInterface
  interface Room {
    void enter(String method, Arrival arrival) throws InterruptedException;
  }

  /**
   * Takes a request, on the I/O thread.
   *
   * @param known who calls, where that is known already
   * @param view finds what the address shows; asked only once it is known who calls
   */
  void admit(
      HttpServerExchange http,
      Headers headers,
      Optional<Caller> known,
      Reply reply,
      Supplier<Optional<View>> view,
      Room room) {
    String method = http.getRequestMethod().toString();
    Knock knock = new Knock(method, headers, known, origin(http), view, reply, room);
    if (!traffic.admit(reply)) {
      knock.refuse(Overloaded.by("maxStreams"));
      return;
    }
    new BodyReader(
            http,
            settings.limits().maxBodyBytes(),
            body -> {
              ClientWatch.over(http, traffic.answered()).ifPresent(reply::watchedBy);
              start(http, body, () -> fenced(knock, body));
            },
            knock::refuse)
        .read(interior.tasks(), settings.arrival());
  }

  /** What is large takes long to look through, and the I/O thread has others to see to. */
  private void start(HttpServerExchange http, byte[] body, Runnable work) {
    if (body.length > MOST_CARRIED) {
      interior.tasks().start(THREAD, work);
    } else {
      Wire.carrier(http).start(THREAD, work);
    }
  }

  /** One machine has many ports; what is not reached by address is one machine. */
  private static String origin(HttpServerExchange http) {
    InetSocketAddress peer = http.getConnection().getPeerAddress(InetSocketAddress.class);
    return peer == null || peer.getAddress() == null ? "" : peer.getAddress().getHostAddress();
  }

  /** Answers that the address knows other methods only. */
  static void refuseMethod(String method, Arrival arrival, String allowed) {
    arrival.reply().header(ALLOW, allowed);
    arrival.refuse(new NotHere(METHOD_NOT_ALLOWED, "Method not allowed: " + method));
  }

  /** The root of the exchange's thread: nothing that is thrown leaves it. */
  private void fenced(Knock knock, byte[] body) {
    try {
      authenticate(knock, body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      knock.reply().abort();
    } catch (MalformedJsonException e) {
      knock.refuse(new UnreadableText(e.getMessage()));
    } catch (RuntimeException | Error e) {
      knock.reply().fail(e, knock.era());
    }
  }

  private void authenticate(Knock knock, byte[] body) throws InterruptedException {
    switch (interior.judge(knock.known(), knock.headers())) {
      case Verdict.Authenticated(var caller) -> enter(knock, caller, body);
      case Verdict.Challenge(var reason) -> {
        knock.reply().header(WWW_AUTHENTICATE, "Bearer");
        knock.refuse(new Unauthenticated(reason));
      }
    }
  }

  private static void enter(Knock knock, Caller caller, byte[] body) throws InterruptedException {
    Optional<View> view = knock.view().get();
    if (view.isEmpty()) {
      knock.refuse(Routes.NOWHERE);
      return;
    }
    Arrival arrival =
        new Arrival(caller, knock.origin(), view.get(), knock.headers(), body, knock.reply());
    knock.room().enter(knock.method(), arrival);
  }

  /**
   * A request of which nobody has looked at the credentials yet.
   *
   * @param known who sent it, where that is known without credentials
   * @param origin address of the machine that it comes from
   * @param view finds what the address shows
   * @param room where it wants to go
   */
  private record Knock(
      String method,
      Headers headers,
      Optional<Caller> known,
      String origin,
      Supplier<Optional<View>> view,
      Reply reply,
      Room room) {
    Era era() {
      return Eras.of(headers);
    }

    void refuse(GatewayError error) {
      reply.refuse(error, era());
    }
  }
}
