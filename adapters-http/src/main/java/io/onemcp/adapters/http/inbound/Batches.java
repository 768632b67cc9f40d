package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several messages in one POST, which revision 2025-03-26 allows: its requests are carried out at
 * the same time, and answered together in the order in which they came.
 */
final class Batches {
  /** Most messages in one batch; a longer one is refused as a whole. */
  static final int MOST_ENTRIES = 100;

  private static final int ACCEPTED = 202;

  private final MessageCodec codec;
  private final Tasks tasks;

  Batches(MessageCodec codec, Tasks tasks) {
    this.codec = codec;
    this.tasks = tasks;
  }

  void carryOut(Session session, List<Json> entries, Reply reply) throws InterruptedException {
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      String problem =
          "a batch of " + entries.size() + " (expected: 1 to " + MOST_ENTRIES + " messages)";
      reply.refuse(new MalformedRequest(problem), Era.STATEFUL);
      return;
    }
    Outlet outlet = reply.mayStream();
    AtomicReferenceArray<@Nullable WireText> answers = new AtomicReferenceArray<>(entries.size());
    CountDownLatch open = new CountDownLatch(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      start(session, codec.decode(entries.get(i)), outlet, new Slot(answers, i, open));
    }
    open.await();
    List<WireText> given =
        IntStream.range(0, answers.length())
            .mapToObj(answers::get)
            .filter(Objects::nonNull)
            .toList();
    if (given.isEmpty()) {
      reply.status(ACCEPTED);
    } else {
      reply.answerAll(given);
    }
  }

  private void start(Session session, Decoded entry, Outlet outlet, Slot slot) {
    switch (entry) {
      case Decoded.Single(Message.Request request) -> start(session, request, outlet, slot);
      case Decoded.Single(var message) -> {
        session.take(message);
        slot.free();
      }
      case Decoded.NoMessage(var id, var problem) -> slot.refuse(id, new MalformedRequest(problem));
      case Decoded.NoJson(var problem) -> slot.refuse(null, new UnreadableText(problem));
      case Decoded.Batch _ -> slot.refuse(null, new MalformedRequest("a batch in a batch"));
    }
  }

  private void start(Session session, Message.Request request, Outlet outlet, Slot slot) {
    if (request.method().equals(Methods.INITIALIZE)) {
      slot.refuse(request.id(), new MalformedRequest("initialize in a batch"));
      return;
    }
    tasks.start(
        "exchange-in-batch",
        () -> {
          try {
            session
                .answer(request, outlet)
                .ifPresentOrElse(answer -> slot.put(answer.body()), slot::free);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            slot.free();
          } catch (MalformedJsonException e) {
            slot.refuse(request.id(), new UnreadableText(e.getMessage()));
          } catch (RuntimeException | Error e) {
            slot.refuse(request.id(), Incidents.report(e));
          }
        });
  }

  /** Where one entry's answer goes; every way of using it counts the entry as done. */
  private record Slot(
      AtomicReferenceArray<@Nullable WireText> answers, int index, CountDownLatch open) {
    void put(WireText answer) {
      answers.set(index, answer);
      free();
    }

    void refuse(@Nullable RequestId id, GatewayError error) {
      put(Answer.refusal(id, error, Era.STATEFUL).body());
    }

    void free() {
      open.countDown();
    }
  }
}
