package io.onemcp.core.protocol;

import static io.onemcp.core.protocol.Era.STATEFUL;
import static io.onemcp.core.protocol.Era.STATELESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numbers are literals on purpose: clients depend on them. */
class ErrorCodesTest {
  private record Pin(GatewayError error, int stateful, int statefulHttp, int stateless, int http) {}

  private static final List<Pin> TABLE =
      List.of(
          new Pin(new GatewayError.UnreadableText("x"), -32700, 400, -32700, 400),
          new Pin(new GatewayError.MalformedRequest("x"), -32600, 400, -32600, 400),
          new Pin(new GatewayError.InvalidParams("x"), -32602, 200, -32602, 200),
          new Pin(new GatewayError.UnknownMethod("x"), -32601, 200, -32601, 404),
          new Pin(new GatewayError.UnownedMethod("x"), -32601, 200, -32601, 404),
          new Pin(new GatewayError.UnknownCapability("tool", "x"), -32602, 200, -32602, 200),
          new Pin(new GatewayError.UnknownResource("x"), -32002, 200, -32602, 200),
          new Pin(new GatewayError.HeaderMismatch("x"), -32020, 400, -32020, 400),
          new Pin(new GatewayError.IncompleteEnvelope("x"), -32602, 400, -32602, 400),
          new Pin(new GatewayError.UnsupportedRevision("x", List.of()), -32022, 400, -32022, 400),
          new Pin(
              new GatewayError.MissingCapability(Json.EMPTY_OBJECT, "x"), -32021, 400, -32021, 400),
          new Pin(new GatewayError.SessionRequired(), -32000, 400, -32600, 400),
          new Pin(new GatewayError.UnknownSession(), -32000, 404, -32600, 404),
          new Pin(new GatewayError.Unauthenticated("x"), -32000, 401, -32600, 401),
          new Pin(new GatewayError.ForbiddenOrigin("x"), -32000, 403, -32600, 403),
          new Pin(new GatewayError.NotHere(405, "x"), -32000, 405, -32600, 405),
          new Pin(new GatewayError.LimitReached(413, "x"), -32000, 413, -32600, 413),
          new Pin(
              new GatewayError.Overloaded(429, "l", Optional.empty(), Duration.ZERO),
              -32603,
              429,
              -32603,
              429),
          new Pin(
              new GatewayError.BackendUnavailable("b", "x", Optional.empty()),
              -32603,
              200,
              -32603,
              200),
          new Pin(new GatewayError.BackendLost("b", "x"), -32603, 200, -32603, 200),
          new Pin(new GatewayError.CutByRestart(), -32603, 200, -32603, 200),
          new Pin(new GatewayError.BackendMisbehaved("b", "x", null), -32603, 200, -32603, 200),
          new Pin(new GatewayError.DeadlineExceeded("b", 5), -32603, 200, -32603, 200),
          new Pin(new GatewayError.QuestionUnanswered("m", 5), -32603, 200, -32603, 200),
          new Pin(new GatewayError.Unexpected("x"), -32603, 200, -32603, 200));

  @Test
  void whenTheGatewayRefuses_thenEachErrorHasItsNumbersInEachEra() {
    for (Pin pin : TABLE) {
      assertThat(ErrorCodes.rpcError(pin.error, STATEFUL).code())
          .as("%s", pin.error)
          .isEqualTo(pin.stateful);
      assertThat(ErrorCodes.rpcError(pin.error, STATELESS).code())
          .as("%s", pin.error)
          .isEqualTo(pin.stateless);
      assertThat(ErrorCodes.httpStatus(pin.error, STATEFUL))
          .as("%s", pin.error)
          .isEqualTo(pin.statefulHttp);
      assertThat(ErrorCodes.httpStatus(pin.error, STATELESS))
          .as("%s", pin.error)
          .isEqualTo(pin.http);
    }
  }

  @Test
  void whenAnErrorIsAddedOrRemoved_thenTheTableHasToFollow() {
    assertThat(TABLE.stream().map(pin -> pin.error.getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(GatewayError.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
  }

  @Test
  void whenAnErrorSaysMore_thenItsDataHasTheMembersOfTheProtocol() {
    assertThat(data(new GatewayError.UnsupportedRevision("2020-01-01", List.of("2026-07-28"))))
        .hasToString("{\"supported\":[\"2026-07-28\"],\"requested\":\"2020-01-01\"}");
    assertThat(data(new GatewayError.MissingCapability(Json.of("{\"sampling\":{}}"), "x")))
        .hasToString("{\"requiredCapabilities\":{\"sampling\":{}}}");
    assertThat(data(new GatewayError.UnknownResource("file:///x")))
        .hasToString("{\"uri\":\"file:///x\"}");
    assertThat(data(new GatewayError.BackendMisbehaved("b", "x", Json.of("{\"code\":-1}"))))
        .hasToString(
            "{\"backend\":\"b\",\"executed\":\"maybe\",\"retriable\":false,"
                + "\"original\":{\"code\":-1}}");
    assertThat(data(new GatewayError.DeadlineExceeded("b", 5)))
        .hasToString("{\"backend\":\"b\",\"executed\":\"maybe\",\"retriable\":false}");
    assertThat(data(new GatewayError.BackendLost("b", "x")))
        .hasToString("{\"backend\":\"b\",\"executed\":\"maybe\",\"retriable\":false}");
    Optional<Duration> soon = Optional.of(Duration.ofSeconds(2));
    assertThat(data(new GatewayError.BackendUnavailable("b", "x", soon)))
        .hasToString(
            "{\"backend\":\"b\",\"executed\":\"no\",\"retriable\":true,\"retryAfterMs\":2000}");
    assertThat(data(new GatewayError.Overloaded(503, "queueWait", Optional.of("b"), soon.get())))
        .hasToString(
            "{\"limit\":\"queueWait\",\"backend\":\"b\",\"executed\":\"no\",\"retriable\":true,"
                + "\"retryAfterMs\":2000}");
    assertThat(data(new GatewayError.CutByRestart()))
        .hasToString("{\"executed\":\"maybe\",\"retriable\":false}");
    assertThat(data(new GatewayError.Unexpected("77"))).isEqualTo(Json.NULL);
  }

  @Test
  void whenABackendAnswers_thenTheStatusDependsOnCodeAndEra() {
    assertThat(status(-32601, STATELESS)).isEqualTo(404);
    assertThat(status(-32020, STATELESS)).isEqualTo(400);
    assertThat(status(-32021, STATELESS)).isEqualTo(400);
    assertThat(status(-32022, STATELESS)).isEqualTo(400);
    assertThat(status(-32602, STATELESS)).isEqualTo(200);
    assertThat(status(5, STATELESS)).isEqualTo(200);
    assertThat(status(-32601, STATEFUL)).isEqualTo(200);
    assertThat(status(-32020, STATEFUL)).isEqualTo(200);
    Success success = Success.of(new RequestId.Num(1), Json.EMPTY_OBJECT);
    assertThat(ErrorCodes.httpStatus(success, STATELESS)).isEqualTo(200);
  }

  @Test
  void whenACodeIsReserved_thenItIsKnownWhichEraDefinesIt() {
    assertThat(IntStream.rangeClosed(-32110, -32000).filter(ErrorCodes::isStatelessOnly))
        .containsExactly(-32022, -32021, -32020);
    assertThat(IntStream.rangeClosed(-32110, -32000).filter(ErrorCodes::isReserved))
        .hasSize(80)
        .startsWith(-32099)
        .endsWith(-32020);
  }

  private static Json data(GatewayError error) {
    Json data = ErrorCodes.rpcError(error, STATELESS).data();
    return data == null ? Json.NULL : data;
  }

  private static int status(int code, Era era) {
    return ErrorCodes.httpStatus(
        Failure.of(new RequestId.Num(1), new RpcError(code, "from the backend")), era);
  }
}
