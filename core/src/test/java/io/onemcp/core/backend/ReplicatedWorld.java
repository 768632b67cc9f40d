package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.Replicas;
import io.onemcp.core.config.Replicas.Balance;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** A group of replicas in memory that count what they carry out. */
abstract class ReplicatedWorld {
  static final String[] NAMES = {"b", "b-2", "b-3"};

  final OneBackend one = new OneBackend();
  final Map<String, FakeServer> servers = new ConcurrentHashMap<>();
  final Map<String, AtomicInteger> ledger = new ConcurrentHashMap<>();
  Backends backends = one.world.backends(one);

  @AfterEach
  void close() {
    backends.close();
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  Backend ready(Balance balance) throws InterruptedException {
    for (String name : NAMES) {
      server(name);
    }
    backends = one.world.backends(one, definition(balance, NAMES));
    backends.start();
    List<String> left = new ArrayList<>(List.of(NAMES));
    while (!left.isEmpty()) {
      if (Waiting.next(one.world.happened) instanceof BackendEvent.StateChanged changed
          && changed.to() instanceof ConnectionState.Ready) {
        left.remove(changed.backend().value());
      }
    }
    return World.find(backends, "b");
  }

  static BackendDefinition group(Balance balance, String first, String... others) {
    List<BackendTransport> ways = new ArrayList<>();
    for (String other : others) {
      ways.add(new BackendTransport.InProcess(other));
    }
    return World.backend(first).replicated(new Replicas(ways, balance));
  }

  static BackendDefinition definition(Balance balance, String... names) {
    return group(balance, names[0], Arrays.copyOfRange(names, 1, names.length));
  }

  FakeServer server(String name) {
    return servers.computeIfAbsent(
        name,
        it -> {
          FakeServer server =
              FakeServer.stateful("{\"tools\":{},\"tasks\":{}}")
                  .offeringTools("t")
                  .on(
                      "work",
                      (request, _) -> {
                        count(it);
                        return Success.of(request.id(), Json.EMPTY_OBJECT);
                      });
          one.world.connector.with(it, server);
          return server;
        });
  }

  void breakingAll(String method) {
    for (String name : NAMES) {
      server(name)
          .on(
              method,
              (_, _) -> {
                count(name);
                throw new BackendLostException("cut off");
              });
    }
  }

  static Call safe(String method) {
    Call call = Call.of(method, Json.EMPTY_OBJECT);
    return new Call(
        call.request(), call.patch(), "", Map.of(), false, false, true, _ -> {}, call.respondent());
  }

  static Backend replica(Backend group, String name) {
    return group.replicas().stream()
        .filter(it -> it.name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  void count(String name) {
    ledger.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
  }

  List<Integer> counts() {
    List<Integer> counts = new ArrayList<>();
    for (String name : NAMES) {
      counts.add(ledger.getOrDefault(name, new AtomicInteger()).get());
    }
    return counts;
  }

  /** From now on its requests are lost. */
  void failing(String name) {
    server(name)
        .on(
            "work",
            (_, _) -> {
              count(name);
              throw new BackendLostException("no answer");
            });
  }

  /** From now on its requests are answered. */
  void working(String name) {
    server(name)
        .on(
            "work",
            (request, _) -> {
              count(name);
              return Success.of(request.id(), Json.EMPTY_OBJECT);
            });
  }

  /** Makes calls; returns how many were lost. */
  static int lost(Backend backend, int calls) {
    int lost = 0;
    for (int i = 0; i < calls; i++) {
      try {
        OneBackend.call(backend, "work");
      } catch (BackendLostException _) {
        lost++;
      }
    }
    return lost;
  }
}
