package io.onemcp.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final Json CONTENT = Json.of("{\"a\": 1e400}");

  @Test
  void whenTheGatewayMakesMessages_thenTheCodecReadsTheSameFromThem() {
    List<Message> messages =
        List.of(
            Request.of(new RequestId.Num(1), "m", CONTENT),
            Request.of(new RequestId.Text("\ud800 \""), "m", CONTENT),
            Notification.of("n", CONTENT),
            Success.of(new RequestId.Text(""), CONTENT),
            Failure.of(new RequestId.Num(2), new RpcError(-1, "no", CONTENT)),
            Failure.of(null, new RpcError(-1, "no")));

    for (Message message : messages) {
      assertThat(new MessageCodec(5).decode(message.whole().utf8()))
          .isEqualTo(new Decoded.Single(message));
    }
  }

  @Test
  void whenAnErrorHasNoIdAndNoData_thenTheMessageHasNeither() {
    assertThat(Failure.of(null, new RpcError(-1, "no")).whole())
        .hasToString("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1,\"message\":\"no\"}}");
  }

  @Test
  void whenTheGatewayIntroducesItself_thenAllItsNamesAreThere() {
    assertThat(new Implementation("onemcp", "OneMCP", "1.0").json())
        .hasToString("{\"name\":\"onemcp\",\"title\":\"OneMCP\",\"version\":\"1.0\"}");
  }
}
