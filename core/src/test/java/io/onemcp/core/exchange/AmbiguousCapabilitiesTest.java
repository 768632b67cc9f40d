package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.StatefulDoor.Opening;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.RecordedOutlet;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose capabilities can be read in two ways is told so; no server is blamed for it. */
class AmbiguousCapabilitiesTest {
  private static final List<String> AMBIGUOUS =
      List.of(
          "{\"extensions\":{},\"extensions\":{\"x\":{}}}",
          "{\"\\u0065xtensions\":{}}",
          "{\"Elicitation\":{}}",
          "{\"tasks\":{},\"tasks\":null}");

  private final Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void whenARequestDeclaresThem_thenItIsRefused() throws InterruptedException {
    for (String capabilities : AMBIGUOUS) {
      assertRefused(
          gateway.fresh().declaring(capabilities).error(Methods.TOOLS_LIST, "{}"), capabilities);
    }
  }

  @Test
  void whenASessionBeginsWithThem_thenItIsRefused() {
    for (String capabilities : AMBIGUOUS) {
      Json params =
          Json.of("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities + "}");
      Request initialize = Request.of(new RequestId.Num(1), Methods.INITIALIZE, params);

      Opening opening = gateway.stateful.open(Gateway.ALICE, new View.Everything(), initialize);

      assertThat(opening).as(capabilities).isInstanceOf(Opening.Refused.class);
      Failure failure = (Failure) RecordedOutlet.read(((Opening.Refused) opening).answer().body());
      assertRefused(failure.error(), capabilities);
    }
  }

  private static void assertRefused(RpcError error, String capabilities) {
    assertThat(error.code()).as(capabilities).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(error.message()).as(capabilities).contains("member \"");
  }
}
