package io.onemcp.core.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.bridge.ParkedCall.Attached;
import io.onemcp.core.bridge.ParkedCall.Step;
import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.RealTasks;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ParkedCallTest {
  private final ParkedCall call =
      new ParkedCall(
          "call",
          new Fingerprint("somebody", "server", "tools/call", ""),
          Json.of("{\"elicitation\":{}}"),
          Duration.ofMinutes(1));
  private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  @Nested
  final class GivenAClientWaits {
    @Test
    void whenTheBackendSpeaksAtOnce_thenItIsHeard() throws InterruptedException {
      RealTasks tasks = new RealTasks(new HandTime());
      LinkedBlockingQueue<Message> heard = new LinkedBlockingQueue<>();
      Message.Notification note = Message.Notification.of("x", Json.EMPTY_OBJECT);
      Request request = Request.of(new RequestId.Num(1), "tools/call", Json.EMPTY_OBJECT);

      call.run(
          (_, interim) -> {
            interim.accept(note);
            return Message.Success.of(request.id(), Json.EMPTY_OBJECT);
          },
          tasks,
          Attached.of(request, heard::add));

      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(note);
      assertThat(call.await()).isInstanceOf(Step.Ended.class);
      tasks.close();
    }

    @Test
    void whenTheBackendAsksOneQuestionAfterAnother_thenTheClientIsAskedAllAtOnce()
        throws InterruptedException {
      in(() -> steps.add(call.await()));

      ask();
      Step early = steps.poll(20, TimeUnit.MILLISECONDS);
      IntStream.range(1, ParkedCall.TOGETHER).forEach(_ -> ask());

      assertThat(early).isNull();
      assertThat(steps.poll(5, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Step.Asking.class,
              asking -> assertThat(asking.questions()).hasSize(ParkedCall.TOGETHER));
    }
  }

  private void ask() {
    Request question =
        Request.of(new RequestId.Num(threads.size()), "elicitation/create", Json.EMPTY_OBJECT);
    in(() -> call.respond(question));
  }

  private void in(Blocking work) {
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try {
                work.run();
              } catch (InterruptedException _) {
                // The test is over.
              }
            }));
  }

  private interface Blocking {
    void run() throws InterruptedException;
  }
}
