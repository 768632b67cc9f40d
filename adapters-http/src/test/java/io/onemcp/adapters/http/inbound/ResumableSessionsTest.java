package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.replay.EventPlace;
import io.onemcp.adapters.http.replay.ReplayBuffer;
import io.onemcp.adapters.http.replay.ReplayBuffers;
import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.Limits;
import io.onemcp.core.exchange.StatefulDoor.Opening;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResumableSessionsTest {
  private static Session session() {
    Request initialize =
        Request.of(new RequestId.Num(1), "initialize", Json.of("{\"protocolVersion\":\"x\"}"));
    return ((Opening.Opened)
            new ScriptedStateful().open(new Caller("ada"), View.EVERYTHING, initialize))
        .session();
  }

  @Nested
  class GivenASession {
    private final Session session = session();

    @Test
    void whenItIsAskedForTwice_thenItsStreamsAreTheSameUntilItEnds() {
      ResumableSessions sessions = new ResumableSessions(Limits.DEFAULT);
      SessionStreams streams = sessions.of(session);

      assertThat(sessions.of(session)).isSameAs(streams);
      session.close();

      assertThat(sessions.of(session)).isNotSameAs(streams);
    }

    @Test
    void whenItsStreamsEnd_thenNothingIsKeptOfThem() {
      ReplayBuffers buffers = new ReplayBuffers(10, 10_000, 10_000);
      ReplayBuffer buffer = buffers.open();
      SessionStreams streams = new SessionStreams(session, buffer);
      buffer.keep(new EventPlace("x", 1, 1), WireText.of("{}"));
      assertThat(buffers.held()).isPositive();

      streams.close();

      assertThat(buffers.held()).isZero();
    }
  }
}
