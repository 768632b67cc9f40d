package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DuplexCallsTest {
  private static final RequestId ONE = new RequestId.Num(1);
  private static final RequestId TWO = new RequestId.Num(2);

  private final List<String> reports = new ArrayList<>();
  private final DuplexCalls calls = new DuplexCalls(new MessageCodec(50), new Reports(), 2);

  private void arrives(String text) {
    calls.arrived(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(int id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  @Nested
  final class GivenACallUnderWay {
    @Test
    void whenItsAnswerArrives_thenTheCallReturnsIt() throws InterruptedException {
      Message.Response response = calls.exchange(ONE, () -> arrives(answer(1, "1e400")));

      assertThat(response.whole()).hasToString(answer(1, "1e400"));
    }

    @Test
    void whenItsAnswerIsTheBeginningOfAnArray_thenTheCallReturnsThatOnly()
        throws InterruptedException {
      byte[] array = (answer(1, "{}") + "\u00fc}").getBytes(StandardCharsets.UTF_8);

      Message.Response response =
          calls.exchange(ONE, () -> calls.arrived(array, answer(1, "{}").length()));

      assertThat(response.whole()).hasToString(answer(1, "{}"));
      assertThat(reports).isEmpty();
    }

    @Test
    void whenOtherAnswersArrive_thenTheyAreDropped() throws InterruptedException {
      Message.Response response =
          calls.exchange(
              ONE,
              () -> {
                arrives(answer(2, "{}"));
                arrives("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":\"text id\"}");
                arrives(answer(1, "\"first\""));
                arrives(answer(1, "\"second\""));
              });

      assertThat(response.whole().text("result")).isEqualTo("first");
      assertThat(reports).isEmpty();
    }

    @Test
    void whenItsAnswerStandsInABatch_thenAllEntriesAreTaken() throws InterruptedException {
      String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/a\"}";

      calls.exchange(ONE, () -> arrives("[" + note + "," + answer(1, "{}") + "]"));

      assertThat(reports).containsExactly("message " + note);
    }

    @Test
    void whenItsAnswerIsNoMessage_thenItIsLost() {
      String broken = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"x\"}}";

      assertThatThrownBy(() -> calls.exchange(ONE, () -> arrives(broken)))
          .isInstanceOf(BackendLostException.class);
      assertThat(reports).containsExactly("garbage " + broken);
    }

    @Test
    void whenItsAnswerIsOverlong_thenItIsLost() {
      MessageBuffer overlong = new MessageBuffer(30);
      byte[] text = answer(1, "\"" + "x".repeat(50) + "\"").getBytes(StandardCharsets.UTF_8);
      overlong.append(text, 0, text.length);

      assertThatThrownBy(() -> calls.exchange(ONE, () -> calls.overlong(overlong)))
          .isInstanceOf(BackendLostException.class)
          .hasMessageContaining("limit");
      assertThat(reports).singleElement().asString().startsWith("garbage a message over the limit");
    }

    @Test
    void whenTheConnectionBreaks_thenItIsLostAndThatIsToldOnce() {
      assertThatThrownBy(() ->
              calls.exchange(
                  ONE,
                  () -> {
                    calls.lost("exit");
                    calls.lost("again");
                  }))
          .isInstanceOf(BackendLostException.class)
          .hasMessage("exit");
      assertThat(reports).containsExactly("lost exit");
    }

    @Test
    void whenClosed_thenItIsLostAndNobodyIsTold() {
      assertThatThrownBy(() -> calls.exchange(ONE, calls::close))
          .isInstanceOf(BackendLostException.class);
      calls.lost("later");

      assertThat(reports).isEmpty();
      assertThat(calls.close()).isFalse();
    }

    @Test
    void whenInterrupted_thenItsPlaceIsFree() throws InterruptedException {
      for (int i = 0; i < 5; i++) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> calls.exchange(ONE, () -> {}))
            .isInstanceOf(InterruptedException.class);
      }
      arrives(answer(1, "\"late\""));

      assertThat(calls.exchange(ONE, () -> arrives(answer(1, "\"own\""))).whole().text("result"))
          .isEqualTo("own");
    }

    @Test
    void whenSendingFails_thenItsPlaceIsFree() throws InterruptedException {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> calls.exchange(ONE, DuplexCallsTest::refuse))
            .isInstanceOf(BackendRefusedException.class);
      }

      assertThat(calls.exchange(ONE, () -> arrives(answer(1, "{}")))).isNotNull();
    }
  }

  private static void refuse() {
    throw new BackendRefusedException(500, "refused");
  }

  @Nested
  final class GivenAsManyCallsAsAllowed {
    @Test
    void whenOneMoreIsMade_thenNothingOfItIsSent() throws InterruptedException {
      CountDownLatch sent = new CountDownLatch(2);
      List<Thread> callers = new ArrayList<>();
      for (RequestId id : List.of(ONE, TWO)) {
        callers.add(Thread.ofVirtual().start(() -> exchangeQuietly(id, sent)));
      }
      sent.await();

      assertThatThrownBy(() -> calls.exchange(new RequestId.Num(3), () -> reports.add("sent")))
          .isInstanceOf(BackendUnreachableException.class);
      assertThat(reports).isEmpty();
      calls.close();
      for (Thread caller : callers) {
        caller.join();
      }
    }

    private void exchangeQuietly(RequestId id, CountDownLatch sent) {
      assertThatThrownBy(() -> calls.exchange(id, sent::countDown))
          .isInstanceOf(BackendLostException.class);
    }
  }

  @Nested
  final class GivenAnIdInUse {
    @Test
    void whenItIsUsedAgain_thenThatIsRefusedAsAMistake() throws InterruptedException {
      calls.exchange(
          ONE,
          () -> {
            assertThatThrownBy(() -> calls.exchange(ONE, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id: 1 (expected: one not in use)");
            arrives(answer(1, "{}"));
          });
    }
  }

  @Nested
  final class GivenTheConnectionHasEnded {
    @Test
    void whenACallIsMade_thenNothingOfItIsSent() {
      calls.lost("exit");

      assertThatThrownBy(() -> calls.exchange(ONE, () -> reports.add("sent")))
          .isInstanceOf(BackendUnreachableException.class)
          .hasMessage("exit");
      assertThat(reports).containsExactly("lost exit");
    }
  }

  @Nested
  final class GivenTextThatNobodyAskedFor {
    @Test
    void whenItIsAMessage_thenTheInletTakesIt() {
      String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}";
      arrives(request);

      assertThat(reports).containsExactly("message " + request);
    }

    @Test
    void whenItIsNone_thenASampleIsReported() {
      arrives("Listening on port 1");
      arrives("x".repeat(1_000));
      arrives("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"?\"}}");

      assertThat(reports)
          .hasSize(3)
          .allMatch(report -> report.startsWith("garbage ") && report.length() < 220);
    }
  }

  private final class Reports implements BackendInlet {
    @Override
    public void received(Message message) {
      reports.add("message " + message.whole());
    }

    @Override
    public void garbage(String sample) {
      reports.add("garbage " + sample);
    }

    @Override
    public void lost(String cause) {
      reports.add("lost " + cause);
    }
  }
}
