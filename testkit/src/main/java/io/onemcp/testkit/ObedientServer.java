package io.onemcp.testkit;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A script that does what each request says, so that it can be told from afar; the peer of {@link
 * BackendConnectorContract} and {@link RemoteConnectorContract}.
 */
public final class ObedientServer {
  static final String ECHO = "test/echo";
  static final String RAW = "test/raw";
  static final String TOGETHER = "test/together";
  static final String HANG = "test/hang";
  static final String AFTER_RELEASE = "test/afterRelease";
  static final String RELEASE = "test/release";
  static final String INTERIM = "test/interim";
  static final String PUSH = "test/push";
  static final String HUGE = "test/huge";
  static final String DIE = "test/die";
  static final String BREAK_OFF = "test/breakOff";
  static final String LAST_NOTE = "test/lastNote";
  static final String NOTE = "notifications/test/note";

  private final Map<String, CountDownLatch> gatherings = new ConcurrentHashMap<>();
  private final CountDownLatch released = new CountDownLatch(1);

  private ObedientServer() {}

  /** Makes a fresh one that speaks these revisions. */
  public static ScriptedServer of(Revision first, Revision... more) {
    ObedientServer obedient = new ObedientServer();
    ScriptedServer server = ScriptedServer.of(first, more);
    return server
        .on(ECHO, (call, reply) -> answer(call, reply, member(call, "payload")))
        .on(RAW, (call, reply) -> reply.raw(member(call, "text").asText()))
        .on(TOGETHER, obedient::together)
        .on(HANG, ObedientServer::hang)
        .on(AFTER_RELEASE, obedient::afterRelease)
        .on(RELEASE, obedient::release)
        .on(INTERIM, ObedientServer::interim)
        .on(PUSH, (call, reply) -> push(server, call, reply))
        .on(HUGE, (call, reply) -> reply.text("x".repeat(number(call, "bytes"))))
        .on(DIE, (_, reply) -> reply.die())
        .on(BREAK_OFF, (_, reply) -> reply.breakOff())
        .on(LAST_NOTE, (call, reply) -> lastNote(server, call, reply));
  }

  private void together(Message.Request call, Reply reply) throws InterruptedException {
    CountDownLatch all =
        gatherings.computeIfAbsent(
            member(call, "of").asText(), _ -> new CountDownLatch(number(call, "count")));
    all.countDown();
    if (all.await(Received.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      answer(call, reply, member(call, "payload"));
    }
  }

  private static void hang(Message.Request call, Reply reply) throws InterruptedException {
    reply.notification(Methods.LOG_MESSAGE, "{\"level\":\"info\",\"data\":\"hanging\"}");
    reply.hang();
  }

  private void afterRelease(Message.Request call, Reply reply) throws InterruptedException {
    reply.notification(Methods.LOG_MESSAGE, "{\"level\":\"info\",\"data\":\"waiting\"}");
    if (released.await(Received.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      answer(call, reply, Json.of("{\"late\":true}"));
    }
  }

  private void release(Message.Request call, Reply reply) {
    released.countDown();
    reply.result("{}");
  }

  private static void interim(Message.Request call, Reply reply) {
    for (int i = 0; i < number(call, "count"); i++) {
      reply.notification(Methods.LOG_MESSAGE, "{\"level\":\"info\",\"data\":" + i + "}");
    }
    reply.result("{}");
  }

  private static void push(ScriptedServer server, Message.Request call, Reply reply)
      throws InterruptedException {
    server.push(Methods.TOOLS_CHANGED, member(call, "payload").toString());
    reply.result("{}");
  }

  private static void lastNote(ScriptedServer server, Message.Request call, Reply reply)
      throws InterruptedException {
    Message note = server.awaitReceived(NOTE);
    answer(call, reply, Json.string(note.whole().toString()));
  }

  private static void answer(Message.Request call, Reply reply, Json result) {
    reply.raw(Message.Success.of(call.id(), result).whole().utf8());
  }

  private static Json member(Message.Request call, String name) {
    Json member = call.params().at(name);
    return member == null ? Json.EMPTY_OBJECT : member;
  }

  private static int number(Message.Request call, String name) {
    return Integer.parseInt(member(call, name).toString());
  }
}
