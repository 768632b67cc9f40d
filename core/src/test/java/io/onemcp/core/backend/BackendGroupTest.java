package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendChange;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.Replicas.Balance;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BackendGroupTest extends ReplicatedWorld {
  @Nested
  class GivenThreeReplicas {
    @Test
    void whenAllAreReady_thenTheyAreOneBackendWithOneOffer() throws InterruptedException {
      Backend backend = ready(Balance.LEAST_CONNECTIONS);

      assertThat(backends.all()).hasSize(1);
      assertThat(backend.state().label()).isEqualTo("ready");
      assertThat(backend.isWhole()).isTrue();
      assertThat(OneBackend.tools(backend)).containsExactly("t");
      assertThat(backend.replicas()).extracting(it -> it.name().value()).containsExactly(NAMES);
      assertThat(one.told.stream().filter(it -> it.startsWith("offer")))
          .containsExactly("offer b [t]");
    }

    @Test
    void whenTheyHaveTheirTurns_thenEachGetsAThirdOfTheCalls() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);

      for (int i = 0; i < 9; i++) {
        assertThat(OneBackend.call(backend, "work")).isInstanceOf(Success.class);
      }

      assertThat(counts()).containsExactly(3, 3, 3);
    }

    @Test
    void whenOneIsSlow_thenItGetsFewerCalls() throws InterruptedException {
      Backend backend = ready(Balance.LEAST_CONNECTIONS);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch asked = new CountDownLatch(1);
      server("b-2")
          .on(
              "work",
              (request, _) -> {
                count("b-2");
                asked.countDown();
                go.await();
                return Success.of(request.id(), Json.EMPTY_OBJECT);
              });
      BlockingQueue<Response> slow = new LinkedBlockingQueue<>();
      for (int i = 0; asked.getCount() > 0; i++) {
        one.world.tasks.start("call", () -> slow.add(OneBackend.call(backend, "work")));
        boolean answered = asked.getCount() > 0 && slow.poll(200, TimeUnit.MILLISECONDS) != null;
        assertThat(i).as("answered %s", answered).isLessThan(10);
      }

      for (int i = 0; i < 20; i++) {
        assertThat(OneBackend.call(backend, "work")).isInstanceOf(Success.class);
      }
      go.countDown();

      assertThat(ledger.get("b-2")).hasValue(1);
    }

    @Test
    void whenOneBreaks_thenNothingIsWithdrawnNorToldAndCallsGoOn() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      one.told.clear();

      server("b").connection().breakDown("exit 137");
      one.world.awaitState("b", "restarting");

      for (int i = 0; i < 6; i++) {
        assertThat(OneBackend.call(backend, "work")).isInstanceOf(Success.class);
      }
      assertThat(counts()).containsExactly(0, 3, 3);
      assertThat(backend.state().label()).isEqualTo("ready");
      assertThat(backend.isWhole()).isFalse();
      assertThat(backend.condition()).isEqualTo("2 of 3 replicas are ready");
      assertThat(OneBackend.tools(backend)).containsExactly("t");

      one.world.time.turn(Duration.ofMinutes(1));
      one.world.awaitState("b", "ready");
      assertThat(backend.isWhole()).isTrue();
      assertThat(one.told).allMatch("connected b"::equals);
    }

    @Test
    void whenACallIsLost_thenItIsNotRepeated() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      breakingAll("work");

      assertThatExceptionOfType(BackendLostException.class)
          .isThrownBy(() -> backend.call(Call.of("work", Json.EMPTY_OBJECT)));

      assertThat(counts().stream().mapToInt(it -> it).sum()).isEqualTo(1);
    }

    @Test
    void whenASafeCallIsLost_thenItIsRepeatedOnceOnAnother() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      breakingAll("read");

      assertThatExceptionOfType(BackendLostException.class)
          .isThrownBy(() -> backend.call(safe("read")));

      assertThat(counts().stream().mapToInt(it -> it).sum()).isEqualTo(2);
      assertThat(counts()).allMatch(it -> it <= 1);
    }

    @Test
    void whenRequestsToOneFailInARow_thenItIsEjectedForATimeAndTheLastNever()
        throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      failing("b-2");

      assertThat(lost(backend, 60)).isEqualTo(5);
      assertThat(ledger.get("b-2")).hasValue(5);
      assertThat(replica(backend, "b-2").circuit().label()).isEqualTo("open");

      failing("b");
      failing("b-3");
      assertThat(lost(backend, 60)).isEqualTo(60);

      for (String name : NAMES) {
        working(name);
      }
      ledger.clear();
      one.world.time.turn(Duration.ofMinutes(1));
      assertThat(lost(backend, 9)).isZero();
      assertThat(counts()).allMatch(it -> it >= 1);
    }

    @Test
    void whenOneListsSomethingElse_thenItGetsNothingAndThatIsTold() throws InterruptedException {
      for (String name : NAMES) {
        server(name);
      }
      server("b-3").offeringTools("odd");
      Backend backend = ready(Balance.ROUND_ROBIN);
      List<String> shown = OneBackend.tools(backend);

      for (int i = 0; i < 6; i++) {
        OneBackend.call(backend, "work");
      }

      assertThat(counts().get(2)).isEqualTo(shown.contains("odd") ? 6 : 0);
      assertThat(backend.isWhole()).isFalse();
      assertThat(backend.condition()).contains("list something else");
    }

    @Test
    void whenAllAreLost_thenTheCallSaysSoAndTheListStays() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);

      for (String name : NAMES) {
        server(name).connection().breakDown("gone");
        one.world.awaitState(name, "restarting");
      }

      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> backend.call(Call.of("work", Json.EMPTY_OBJECT)))
          .withMessageContaining("gone");
      assertThat(backend.state().label()).isEqualTo("restarting");
      assertThat(OneBackend.tools(backend)).containsExactly("t");
    }

    @Test
    void whenAClientHasASessionOfItsOwn_thenItsCallsStayThere() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      HopTerms mine = HopTerms.SHARED.ownedBy("client");

      for (int i = 0; i < 6; i++) {
        backend.call(Call.of("work", Json.EMPTY_OBJECT), mine);
      }

      assertThat(counts()).containsExactlyInAnyOrder(6, 0, 0);
    }

    @Test
    void whenATaskHasBegun_thenItIsAskedForThere() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      for (String name : NAMES) {
        server(name)
            .on(
                "begin",
                (request, _) ->
                    Success.of(
                        request.id(),
                        Json.of(
                            "{\"task\":{\"taskId\":\"at " + name + "\",\"status\":\"working\"}}")))
            .answering(Methods.TASKS_GET, new JsonWriter().put("from", name).json());
      }

      for (int i = 0; i < 5; i++) {
        Success begun = (Success) OneBackend.call(backend, "begin");
        String id = String.valueOf(begun.result().text("task", "taskId"));
        Success about =
            (Success) backend.request(Methods.TASKS_GET, new JsonWriter().put("taskId", id).json());
        assertThat(id).isEqualTo("at " + about.result().text("from"));
      }
    }

    @Test
    void whenTheDefinitionHasFewerAndOthers_thenOnlyThoseComeAndGo() throws InterruptedException {
      Backend backend = ready(Balance.ROUND_ROBIN);
      BackendDefinition before = backend.definition();
      BackendDefinition after = definition(Balance.ROUND_ROBIN, "b", "b-3", "new");
      server("b-2");
      BackendChange.Changed change = BackendChange.between(before, after);
      assertThat(change.restarts()).isFalse();
      int opened = server("b").connections.size();

      backends.apply(List.of(change), Duration.ofSeconds(5));
      one.world.awaitState("b-2", "ready");

      assertThat(backend.replicas())
          .extracting(it -> it.definition().transport())
          .containsExactly(
              new BackendTransport.InProcess("b"),
              new BackendTransport.InProcess("b-3"),
              new BackendTransport.InProcess("new"));
      assertThat(server("b").connections).hasSize(opened);
      Waiting.until(server("b-2").connections.getFirst().closed);
    }
  }
}
