package io.onemcp.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RefusedExceptionTest {
  @Nested
  class GivenAnErrorOfTheGateway {
    @Test
    void whenABackendIsTheReason_thenItsNameTellsWhetherTheCallWasCarriedOut() {
      assertThat(name(new GatewayError.BackendUnavailable("b", "restarting", Optional.empty())))
          .isEqualTo(RefusedException.UNAVAILABLE);
      assertThat(name(new GatewayError.BackendLost("b", "exit 137")))
          .isEqualTo(RefusedException.LOST);
      assertThat(name(new GatewayError.BackendMisbehaved("b", "odd", null)))
          .isEqualTo("BackendMisbehaved");
      assertThat(name(new GatewayError.DeadlineExceeded("b", 5))).isEqualTo("DeadlineExceeded");
    }

    @Test
    void whenTheClientIsTheReason_thenItHasAnotherName() {
      assertThat(name(new GatewayError.UnknownCapability("tool", "x")))
          .isEqualTo("UnknownCapability");
      assertThat(name(new GatewayError.UnknownSession())).isEqualTo("UnknownSession");
      assertThat(name(new GatewayError.Unexpected("1"))).isEqualTo("Other");
    }
  }

  @Nested
  class GivenAResult {
    @Test
    void whenItIsOne_thenNothingIsRefused() {
      assertThat(RefusedException.in(Json.of("{\"result\":{\"content\":[]}}"))).isEmpty();
    }

    @Test
    void whenItSaysThatTheToolWasNotReached_thenTheBackendIsUnavailable() {
      Json response =
          Json.of("{\"result\":{\"isError\":true,\"_meta\":{\"io.onemcp/unavailable\":{}}}}");

      assertThat(RefusedException.in(response).orElseThrow().name())
          .isEqualTo(RefusedException.UNAVAILABLE);
    }
  }

  private static String name(GatewayError error) {
    Message failure =
        Message.Failure.of(new RequestId.Num(1), ErrorCodes.rpcError(error, Era.STATEFUL));
    return RefusedException.in(failure.whole()).orElseThrow().name();
  }
}
