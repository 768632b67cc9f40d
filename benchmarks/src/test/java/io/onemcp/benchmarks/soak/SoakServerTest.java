package io.onemcp.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SoakServerTest {
  private final List<Message> said = new ArrayList<>();

  @Nested
  class GivenAServerOfTheStatefulEra {
    private final SoakServer server = new SoakServer("old", Era.STATEFUL);

    @Test
    void whenCalled_thenItAnswersUnderItsName() {
      tell(server, call(SoakOffer.ECHO, "{}"));

      assertThat(last()).contains("\"text\":\"old|words\"");
    }

    @Test
    void whenItHasToAsk_thenTheAnswerOfItsClientIsPartOfItsOwn() {
      tell(server, call(SoakOffer.ASK, "{}"));
      assertThat(last()).contains("elicitation/create");

      tell(server, Message.Success.of(new RequestId.Num(1), Conversation.CONSENT));

      assertThat(last()).contains("\"text\":\"old|words|7\"");
    }
  }

  @Nested
  class GivenAServerOfTheStatelessEra {
    private final SoakServer server = new SoakServer("new", Era.STATELESS);

    @Test
    void whenItHasToAsk_thenTheCallHasToComeAgainWithTheAnswer() {
      tell(server, call(SoakOffer.ASK, "{}"));
      assertThat(last()).contains("input_required");

      tell(server, call(SoakOffer.ASK, "{\"q\":" + Conversation.CONSENT + "}"));

      assertThat(last()).contains("\"text\":\"new|words|7\"");
    }

    @Test
    void whenAskedWithoutAnEnvelope_thenItRefuses() {
      tell(server, Message.Request.of(new RequestId.Num(1), Methods.TOOLS_LIST, Json.EMPTY_OBJECT));

      assertThat(last()).contains("error");
    }

    @Test
    void whenListsChange_thenWhoListensHearsIt() {
      tell(server, request(Methods.LISTEN, "{\"_meta\":{},\"notifications\":{}}"));
      tell(server, call(SoakOffer.NEWS, "{}"));

      assertThat(said.get(1).whole().text("method")).isEqualTo(Methods.TOOLS_CHANGED);
    }
  }

  private void tell(SoakServer server, Message message) {
    server.hear(message, said::add);
  }

  private String last() {
    return said.getLast().whole().toString();
  }

  private static Message call(String tool, String responses) {
    return request(
        Methods.TOOLS_CALL,
        "{\"_meta\":{},\"name\":\"%s\",\"arguments\":{\"text\":\"words\"},\"inputResponses\":%s}"
            .formatted(tool, responses));
  }

  private static Message request(String method, String params) {
    return Message.Request.of(new RequestId.Num(1), method, Json.of(params));
  }
}
