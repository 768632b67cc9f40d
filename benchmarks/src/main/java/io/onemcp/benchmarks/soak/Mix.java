package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What clients do, in which proportion. Not for use by several threads. */
final class Mix {
  private static final int SMALL = 100;
  private static final int LARGE = 100_000;
  private static final int SESSIONS = 8;
  private static final Json FIRST = Json.number(1);
  private static final List<String[]> LISTS =
      List.of(
          new String[] {Methods.TOOLS_LIST, "tools"},
          new String[] {Methods.RESOURCES_LIST, "resources"},
          new String[] {Methods.PROMPTS_LIST, "prompts"});

  /** So that two runs do the same things in the same order. */
  private final Random random = new Random(1);

  private final List<Supplier<Turn>> wheel = new ArrayList<>();
  private final List<Conversation> clients = new ArrayList<>();
  private final List<Conversation> askable = new ArrayList<>();
  private final Gate gate;
  private final Rudeness rude;
  private long turns;

  Mix(Gate gate) throws IOException, InterruptedException, WrongAnswerException {
    this.gate = gate;
    this.rude = new Rudeness(gate);
    for (int i = 0; i < SESSIONS; i++) {
      clients.add(Session.open(gate, Json.EMPTY_OBJECT));
      clients.add(new Envelopes(gate, Json.EMPTY_OBJECT));
    }
    askable.add(Session.open(gate, Conversation.ASKABLE));
    askable.add(new Envelopes(gate, Conversation.ASKABLE));
    fill();
  }

  private void fill() {
    often(
        540,
        () -> call("echo 100 B", (calls, server) -> calls.echo(server, SoakOffer.ECHO, SMALL)));
    often(
        40,
        () -> call("echo 100 KB", (calls, server) -> calls.echo(server, SoakOffer.ECHO, LARGE)));
    often(80, () -> call("resource", (calls, server) -> calls.read(server, (int) (turns % 5))));
    often(70, () -> call("prompt", Calls::prompt));
    often(50, () -> call("progress", Calls::steps));
    often(5, () -> call("changed lists", (calls, server) -> calls.echo(server, SoakOffer.NEWS, 0)));
    often(90, this::list);
    often(20, this::ask);
    often(25, () -> session("session", true));
    often(5, () -> session("session left behind", false));
    often(20, this::standing);
    often(
        20,
        () ->
            unexplained(
                "listen, dropped",
                () -> rude.drop(Rudeness.listening(new Envelopes(gate, Json.EMPTY_OBJECT)))));
    often(20, this::cancelled);
    often(10, this::halfClosed);
    often(5, this::brokenOff);
  }

  private void often(int share, Supplier<Turn> turn) {
    for (int i = 0; i < share; i++) {
      wheel.add(turn);
    }
  }

  Turn next() {
    turns++;
    return wheel.get(random.nextInt(wheel.size())).get();
  }

  /** Returns what keeps a stream open as long as the soak lasts. */
  List<HttpRequest> streams() {
    List<HttpRequest> streams = new ArrayList<>();
    for (Conversation client : clients) {
      streams.add(
          client instanceof Session session ? session.stream() : Rudeness.listening(client));
    }
    return streams;
  }

  @FunctionalInterface
  private interface Asking {
    void ask(Calls calls, String server)
        throws IOException, InterruptedException, RefusedException, WrongAnswerException;
  }

  private Turn call(String kind, Asking asking) {
    String server = one(SoakServers.STEADY);
    Calls calls = calls(one(clients));
    return new Turn(kind, server, () -> asking.ask(calls, server));
  }

  private Turn ask() {
    // Every client that can be asked has a process of its own at a server of the stateful era.
    String server = one(SoakServers.ASKING);
    Calls calls = calls(one(askable));
    return new Turn("question", server, () -> calls.ask(server));
  }

  private Turn list() {
    String[] list = one(LISTS);
    Calls calls = calls(one(clients));
    return unexplained("list", () -> calls.list(list[0], list[1]));
  }

  private Turn session(String kind, boolean ended) {
    String server = one(SoakServers.STEADY);
    String nonce = nonce();
    return new Turn(
        kind,
        server,
        () -> {
          Session session = Session.open(gate, Json.EMPTY_OBJECT);
          new Calls(session, nonce).echo(server, SoakOffer.ECHO, SMALL);
          if (ended) {
            session.end();
          }
        });
  }

  private Turn standing() {
    return unexplained(
        "stream, dropped",
        () -> {
          Session session = Session.open(gate, Json.EMPTY_OBJECT);
          rude.drop(session.stream());
          session.end();
        });
  }

  private Turn cancelled() {
    String server = one(SoakServers.STEADY);
    Conversation client = one(clients);
    String nonce = nonce();
    return new Turn("cancelled call", server, () -> rude.cancel(client, server, nonce));
  }

  private Turn halfClosed() {
    String server = one(SoakServers.STEADY);
    String nonce = nonce();
    return new Turn(
        "half-closed",
        server,
        () -> {
          Json params = Calls.tool(server, SoakOffer.ECHO, nonce);
          Envelopes client = new Envelopes(gate, Json.EMPTY_OBJECT);
          rude.halfClose(
              client.request(FIRST, Methods.TOOLS_CALL, params),
              client.body(FIRST, Methods.TOOLS_CALL, params),
              server);
        });
  }

  private Turn brokenOff() {
    String nonce = nonce();
    return unexplained(
        "broken off",
        () -> {
          Json params = Calls.tool(SoakServers.STEADY.getFirst(), SoakOffer.ECHO, nonce);
          Envelopes client = new Envelopes(gate, Json.EMPTY_OBJECT);
          rude.breakOff(
              client.request(FIRST, Methods.TOOLS_CALL, params),
              client.body(FIRST, Methods.TOOLS_CALL, params));
        });
  }

  private static Turn unexplained(String kind, Turn.Play play) {
    return new Turn(kind, "", play);
  }

  private Calls calls(Conversation client) {
    return new Calls(client, nonce());
  }

  private String nonce() {
    return "turn " + turns + " ";
  }

  private <T> T one(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }
}
