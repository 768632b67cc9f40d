package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.Tickets.Ticket;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private final Tickets tickets = new Tickets();
  private final List<Message> heard = new ArrayList<>();

  @Nested
  class GivenCallsOfClientsWithTheSameIdAndToken {
    @Test
    void whenTheyAreSent_thenEachHasItsOwn() {
      Call first = call("{\"_meta\":{\"progressToken\": 1 ,\"x\":2}}");
      Call second = call("{\"_meta\":{\"progressToken\": 1 ,\"x\":2}}");

      tickets.open(first);
      tickets.open(second);

      assertThat(first.patch().json())
          .hasToString(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":"
                  + " 1 ,\"x\":2}}}");
      assertThat(second.patch().json())
          .hasToString(
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":"
                  + " 2 ,\"x\":2}}}");
    }

    @Test
    void whenProgressComes_thenItReachesItsOwnCallWithTheClientsToken() {
      tickets.open(call("{\"_meta\":{\"progressToken\":\"t\"}}"));
      Ticket second = tickets.open(call("{\"_meta\":{\"progressToken\":\"t\"}}"));

      Notification progress = progress("{\"progressToken\":2,\"progress\":0.50}");
      assertThat(tickets.ofProgress(progress)).contains(second);
      second.pass(progress);

      assertThat(heard)
          .singleElement()
          .extracting(message -> ((Notification) message).params())
          .hasToString("{\"progressToken\":\"t\",\"progress\":0.50}");
    }

    @Test
    void whenATicketIsClosed_thenItsProgressIsNobodys() {
      Ticket ticket = tickets.open(call("{}"));
      tickets.close(ticket);

      assertThat(tickets.ofProgress(progress("{\"progressToken\":1}"))).isEmpty();
    }

    @Test
    void whenTheTokenIsNoneOfOurs_thenItIsNobodys() {
      tickets.open(call("{}"));

      assertThat(tickets.ofProgress(progress("{\"progressToken\":\"1\"}"))).isEmpty();
      assertThat(tickets.ofProgress(progress("{\"progressToken\":9}"))).isEmpty();
      assertThat(tickets.ofProgress(progress("{}"))).isEmpty();
    }
  }

  @Nested
  class GivenAClientThatWantsNoProgress {
    @Test
    void whenProgressComes_thenItIsDroppedAndEverythingElsePassed() {
      Ticket ticket = tickets.open(call("{}"));

      ticket.pass(progress("{\"progressToken\":1}"));
      ticket.pass(Notification.of(Methods.LOG_MESSAGE, Json.of("{\"level\":\"info\"}")));
      ticket.pass(Request.of(new RequestId.Num(4), "sampling/createMessage", Json.EMPTY_OBJECT));

      assertThat(heard)
          .extracting(message -> message.whole().text("method"))
          .containsExactly(Methods.LOG_MESSAGE, "sampling/createMessage");
    }
  }

  @Nested
  class GivenAStreamOfChanges {
    @Test
    void whenOneCallRunsBesideIt_thenThatIsTheSoleOne() {
      tickets.open(Call.of(Methods.LISTEN, Json.EMPTY_OBJECT));
      assertThat(tickets.sole()).isEmpty();
      assertThat(tickets.any()).isEmpty();

      Ticket call = tickets.open(call("{}"));
      assertThat(tickets.sole()).contains(call);
      assertThat(tickets.any()).contains(call);

      tickets.open(call("{}"));
      assertThat(tickets.sole()).isEmpty();
      assertThat(tickets.any()).isPresent();
    }

    @Test
    void whenANotificationNamesIt_thenItIsFound() {
      Ticket stream = tickets.open(Call.of(Methods.LISTEN, Json.EMPTY_OBJECT));

      assertThat(tickets.ofSubscription(subscribed("1"))).contains(stream);
      assertThat(tickets.ofSubscription(subscribed("2"))).isEmpty();
      assertThat(tickets.ofSubscription(progress("{}"))).isEmpty();
    }

    private static Notification subscribed(String id) {
      return Notification.of(
          Methods.TOOLS_CHANGED,
          Json.of("{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}}"));
    }
  }

  @Test
  void whenAnEraWasProbedBefore_thenItsIdsAreNotUsedAgain() {
    assertThat(Tickets.afterProbe().open(call("{}")).id()).isEqualTo(new RequestId.Num(101));
  }

  private static Notification progress(String params) {
    return Notification.of(Methods.PROGRESS, Json.of(params));
  }

  private Call call(String params) {
    Request request = Request.of(new RequestId.Text("same"), Methods.TOOLS_CALL, Json.of(params));
    return new Call(
        request,
        request.whole().patch(),
        "",
        Map.of(),
        false,
        false,
        false,
        heard::add,
        new Refusing());
  }
}
