package io.onemcp.adapters.http.inbound;

import static io.onemcp.adapters.http.inbound.ResumableStreams.assertNext;
import static io.onemcp.adapters.http.inbound.ResumableStreams.markOf;
import static io.onemcp.adapters.http.inbound.ResumableStreams.message;
import static io.onemcp.adapters.http.inbound.ResumableStreams.next;
import static io.onemcp.adapters.http.inbound.ResumableStreams.offer;
import static io.onemcp.adapters.http.inbound.ResumableStreams.resume;
import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.StatefulClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StandingStreamTest {
  private final ResumableStreams streams = new ResumableStreams();

  @AfterEach
  void close() {
    streams.close();
  }

  @Nested
  class GivenAStandingStream {
    private final StatefulClient session = streams.open(Revision.V2025_03_26);

    @Test
    void whenItBreaks_thenTheNextOneGoesOnAfterTheEventThatWasSeen() throws InterruptedException {
      EventStream first = session.listen();
      Outlet outlet = next(streams.door.stateful.attached);
      offer(outlet, 0, 1);
      String seen = first.next().orElseThrow().id();
      offer(outlet, 1, 3);
      first.close();
      next(streams.door.stateful.detached);

      EventStream second = session.listen("Last-Event-ID", seen);
      assertNext(second, 1, 3);
      offer(next(streams.door.stateful.attached), 3, 4);

      assertNext(second, 3, 4);
    }

    @Test
    void whenNoIdIsNamed_thenNothingIsRepeated() throws InterruptedException {
      EventStream first = session.listen();
      offer(next(streams.door.stateful.attached), 0, 2);
      assertNext(first, 0, 2);
      first.close();

      EventStream second = session.listen();
      offer(next(streams.door.stateful.attached), 2, 3);

      assertNext(second, 2, 3);
    }

    @Test
    void whenTheClientReadsTooSlowly_thenItsConnectionIsCutAndItResumes()
        throws InterruptedException {
      WireText big = WireText.of("{\"method\":\"" + "x".repeat(65_000) + "\"}");
      RawConnection slow = streams.door.connect();
      slow.send(
              "GET /mcp HTTP/1.1\nHost: HOST\nAccept: text/event-stream\nMcp-Session-Id: "
                  + session.sessionId()
                  + "\n\n")
          .head();
      Outlet outlet = next(streams.door.stateful.attached);
      while (streams.door.stateful.detached.isEmpty()) {
        outlet.offer(big);
      }
      offer(outlet, 0, 3);

      EventStream resumed = session.listen("Last-Event-ID", markOf(session) + "-0-0");

      assertThat(slow.isClosedByServer()).isTrue();
      assertNext(resumed, 0, 3);
    }

    @Test
    void whenManyEventsCome_thenEachHasItsOwnPlace() throws InterruptedException {
      EventStream stream = session.listen();
      Outlet outlet = next(streams.door.stateful.attached);
      String mark = markOf(session);

      for (int i = 0; i < 5_000; i++) {
        offer(outlet, i, i + 1);
        ServerEvent event = stream.next().orElseThrow();
        assertThat(event.id()).isEqualTo(mark + "-0-" + (i + 1));
        assertThat(event.data()).isEqualTo(message(i).toString());
      }
    }
  }

  @Nested
  class GivenARevision {
    @Test
    void whenItIsTheLatest_thenEveryStreamBeginsWithAnEventWithoutData()
        throws InterruptedException {
      StatefulClient session = streams.open(Revision.V2025_11_25);
      streams.scriptCalls();
      EventStream call = session.call("work", "{}").events();
      EventStream standing = session.listen();
      String mark = markOf(session);

      assertThat(call.next()).contains(new ServerEvent("", "MQ." + mark + "-1-0", ""));
      assertThat(standing.next()).contains(new ServerEvent("", mark + "-0-0", ""));
      String seen = call.next().orElseThrow().id();
      EventStream resumed = resume(session, seen).events();
      assertThat(resumed.next()).contains(new ServerEvent("", seen, ""));
      streams.results.add(Json.TRUE);
      assertThat(resumed.next().orElseThrow().id()).endsWith(mark + "-1-2");
    }

    @Test
    void whenItIsTheLatest_thenAClientHearsWhenToComeBack() {
      StatefulClient session = streams.open(Revision.V2025_11_25);
      try (RawConnection raw = streams.door.connect()) {
        raw.send(
                "GET /mcp HTTP/1.1\nHost: HOST\nAccept: text/event-stream\nMcp-Session-Id: "
                    + session.sessionId()
                    + "\n\n")
            .head();

        assertThat(raw.chunk() + raw.chunk()).contains("\nretry: 1000\ndata: \n\n");
      }
    }

    @Test
    void whenItIsAnEarlierOne_thenNoStreamBeginsSo() throws InterruptedException {
      for (Revision revision : List.of(Revision.V2025_03_26, Revision.V2025_06_18)) {
        StatefulClient session = streams.open(revision);
        ResumableStreams.Call call = streams.call(session);
        EventStream resumed = resume(session, call.seen()).events();
        EventStream standing = session.listen();
        streams.results.add(Json.TRUE);

        assertThat(resumed.next().orElseThrow().data()).contains("\"result\":true");
        offer(next(streams.door.stateful.attached), 0, 1);
        assertThat(standing.next().orElseThrow().data()).isEqualTo(message(0).toString());
        assertThat(call.seen()).endsWith(markOf(session) + "-1-1");
      }
    }

    @Test
    void whenItIsTheFirst_thenEventsHaveNoIds() throws InterruptedException {
      StatefulClient session = streams.open(Revision.V2024_11_05);
      ResumableStreams.Call call = streams.call(session);
      EventStream standing = session.listen("Last-Event-ID", "x-0-0");
      offer(next(streams.door.stateful.attached), 0, 1);
      streams.results.add(Json.TRUE);

      assertThat(call.seen()).isEmpty();
      assertThat(standing.next().orElseThrow().id()).isEmpty();
    }

    @Test
    void whenNothingComesBeforeTheAnswer_thenItIsPlainJson() throws InterruptedException {
      for (Revision revision : Revision.of(Era.STATEFUL)) {
        assertThat(streams.open(revision).call("who", "{}").header("Content-Type"))
            .isEqualTo("application/json");
      }
    }
  }
}
