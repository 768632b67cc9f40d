package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BackendConnector} promises whose peer is a party of its own: it hears
 * notifications, speaks of its own accord, writes what is no message, and may die.
 */
public interface RemoteConnectorContract extends BackendConnectorContract {
  @Test
  default void whenANotificationIsSent_thenItsBytesArrive() throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      String note =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/test/note\",\"params\":{\"n\":2.50}}";
      backend.sendRaw(note);

      Message.Response answer = backend.call(ObedientServer.LAST_NOTE, "{}");

      assertThat(answer.whole().text("result")).isEqualTo(note);
    }
  }

  @Test
  default void whenTheBackendSpeaksOfItsOwnAccord_thenTheInletTakesIt()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      backend.listen();

      backend.call(ObedientServer.PUSH, "{\"payload\":{\"n\":7}}");

      Message pushed =
          backend
              .inlet()
              .messages()
              .await(
                  "pushed notification",
                  message ->
                      message instanceof Message.Notification(_, String method)
                          && method.equals(Methods.TOOLS_CHANGED));
      assertThat(String.valueOf(pushed.whole().at("params", "n"))).isEqualTo("7");
    }
  }

  @Test
  default void whenTheBackendWritesGarbage_thenItIsReportedAndTheConnectionLives()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      Running<Message.Response> call =
          backend.start(ObedientServer.RAW, "{\"text\":\"Debug: this is no JSON\"}");

      backend.inlet().garbage().await("garbage", sample -> sample.contains("no JSON"));
      call.interrupt();
      call.failure();
      backend.assertAlive();
    }
  }

  @Test
  default void whenAnAnswerIsOverTheLimit_thenItsRequestFailsAndTheConnectionLives()
      throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      String params = "{\"bytes\":" + (LIMITS.maxBackendMessageBytes() + 1) + "}";

      Running<Message.Response> call = backend.start(ObedientServer.HUGE, params);

      assertThat(call.failure()).containsInstanceOf(BackendLostException.class);
      backend.assertAlive();
    }
  }

  @Test
  default void whenThePeerDies_thenCallsFailAndTheLossIsToldOnce() throws InterruptedException {
    try (OpenedBackend backend = OpenedBackend.open(connector(), obedient())) {
      Running<Message.Response> call = backend.start(ObedientServer.DIE, "{}");

      // Whoever answers that the session is unknown has not carried the call out.
      assertThat(call.failure())
          .hasValueSatisfying(failure ->
              assertThat(failure)
                  .isInstanceOfAny(BackendLostException.class, BackendUnreachableException.class));
      backend.inlet().losses().await("loss", _ -> true);
      assertThat(backend.start(ObedientServer.ECHO, "{}").failure())
          .containsInstanceOf(BackendUnreachableException.class);
      assertThat(backend.inlet().losses().all()).hasSize(1);
    }
  }
}
