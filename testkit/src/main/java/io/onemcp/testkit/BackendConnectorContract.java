package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BackendConnector} promises of the connections that it opens, whoever is at the
 * other end.
 */
public interface BackendConnectorContract {
  /** The bounds that the connector under test is made with. */
  Limits LIMITS =
      new Limits(
          Limits.DEFAULT.maxBodyBytes(),
          Limits.DEFAULT.maxJsonDepth(),
          12 << 20,
          Limits.DEFAULT.maxSessions(),
          Limits.DEFAULT.sessionIdle(),
          Limits.DEFAULT.maxStreamQueue(),
          Limits.DEFAULT.maxStreams(),
          256,
          Limits.DEFAULT.replayEvents(),
          Limits.DEFAULT.replayBytes(),
          Limits.DEFAULT.replayTotalBytes(),
          Limits.DEFAULT.maxConnections(),
          Limits.DEFAULT.questionTimeout(),
          Limits.DEFAULT.pageSize());

  /** Returns the connector under test. */
  BackendConnector connector();

  /** Starts an {@link ObedientServer} of the stateful era and returns how to reach it. */
  BackendDefinition obedient();

  /** Returns a definition that reaches nobody. */
  BackendDefinition nobody();

  @Test
  default void whenTwoHundredCallsAreUnderWay_thenNoneGetsTheAnswerOfAnother()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      List<Running<Message.Response>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String params = "{\"of\":\"all\",\"count\":200,\"payload\":{\"caller\":" + i + "}}";
        calls.add(backend.start(ObedientServer.TOGETHER, params));
      }

      List<String> results = new ArrayList<>();
      for (Running<Message.Response> call : calls) {
        results.add(String.valueOf(call.result().whole().at("result", "caller")));
      }
      assertThat(results).isEqualTo(IntStream.range(0, 200).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  default void whenPayloadsGoThereAndBack_thenTheirBytesAreTheSame() throws InterruptedException {
    List<String> payloads =
        List.of(
            "{\"unknown\":{\"deep\":[1,[2]]}}",
            "1e400",
            "2.50",
            "-0.0",
            "123456789012345678901234567890",
            "\"\\u00e9 \\/ \\ud83d\\ude00 \u00e9 \ud83d\ude00 \u2028\"",
            "{\"a\":1,  \"a\":2, \"\\u0061\":3}",
            "[ ]");
    List<String> returned = new ArrayList<>();
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      for (String payload : payloads) {
        Message.Response answer =
            backend.call(ObedientServer.ECHO, "{\"payload\":" + payload + "}");
        returned.add(String.valueOf(answer.whole().at("result")));
      }
    }

    assertThat(returned).isEqualTo(payloads);
  }

  @Test
  default void whenTheTextIsEightMebibytes_thenItsBytesAreTheSame() throws InterruptedException {
    String text = "\"" + "0123456789abcde\u00e9".repeat((8 << 20) / 17) + "\"";
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      Message.Response answer = backend.call(ObedientServer.ECHO, "{\"payload\":" + text + "}");

      assertThat(text.equals(String.valueOf(answer.whole().at("result")))).isTrue();
    }
  }

  @Test
  default void whenOutboundTextHoldsRawLineBreaks_thenTheMessageArrivesWhole()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      Message.Response answer =
          backend.call(ObedientServer.ECHO, "{\r\n  \"payload\":\n[1,\r\n2]\n}");

      assertThat(String.valueOf(answer.whole().at("result")).replaceAll("\\s", ""))
          .isEqualTo("[1,2]");
    }
  }

  @Test
  default void whenMessagesComeBeforeTheAnswer_thenTheyAreTakenInOrderAndBeforeIt()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      backend.call(ObedientServer.INTERIM, "{\"count\":50}");

      assertThat(backend.logged())
          .isEqualTo(IntStream.range(0, 50).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  default void whenACallIsInterrupted_thenItEndsAtOnceAndItsLateAnswerIsDropped()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      Running<Message.Response> call = backend.start(ObedientServer.AFTER_RELEASE, "{}");
      backend.awaitLogged("\"waiting\"");

      call.interrupt();

      assertThat(call.failure()).containsInstanceOf(InterruptedException.class);
      backend.call(ObedientServer.RELEASE, "{}");
      backend.assertAlive();
      assertThat(backend.inlet().garbage().all()).isEmpty();
    }
  }

  @Test
  default void whenClosedDuringACall_thenTheCallIsLostAndNobodyIsToldOfALoss()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      Running<Message.Response> call = backend.start(ObedientServer.HANG, "{}");
      backend.awaitLogged("\"hanging\"");

      backend.connection().close();
      backend.connection().close();

      assertThat(call.failure()).containsInstanceOf(BackendLostException.class);
      assertThat(backend.inlet().losses().all()).isEmpty();
      assertThat(backend.start(ObedientServer.ECHO, "{}").failure())
          .containsInstanceOf(BackendUnreachableException.class);
    }
  }

  @Test
  default void whenNobodyIsThere_thenNothingWasSent() throws InterruptedException {
    Running<Json> attempt =
        Running.start(() -> {
          try (OpenedBackend backend = OpenedBackend.open(connector(), nobody())) {
            return backend.call(ObedientServer.ECHO, "{}").whole();
          }
        });

    assertThat(attempt.failure()).containsInstanceOf(BackendUnreachableException.class);
  }
}
