package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final Json ALL =
      Json.of(
          """
          {"version": 1, "servers": [
            {"name": "a", "phase": "ready", "state": "ready"},
            {"name": "b", "phase": "idle", "state": "idle"},
            {"name": "c", "phase": "starting", "state": "connecting", "cause": "connecting"},
            {"name": "d", "phase": "retrying", "state": "restarting", "cause": "restarting after: x"},
            {"name": "e", "phase": "failed", "state": "crash-looped", "cause": "given up after: y"},
            {"name": "f", "phase": "waiting", "state": "awaiting consent"},
            {"name": "g", "phase": "disabled", "state": "disabled", "cause": "disabled in the configuration"},
            {"name": "h", "phase": "of a later version"}
          ]}
          """);

  @Nested
  class GivenNoNames {
    @Test
    void whenJudged_thenAllButDisabledServersCount() {
      assertThat(Readiness.of(ALL, Set.of()))
          .isEqualTo(
              new Readiness(
                  List.of("a", "b"),
                  List.of("c  connecting", "d  restarting after: x", "h  unknown"),
                  List.of("e  given up after: y", "f  awaiting consent"),
                  List.of()));
    }

    @Test
    void whenThereAreNoServers_thenNothingIsPending() {
      Readiness nothing = new Readiness(List.of(), List.of(), List.of(), List.of());

      assertThat(Readiness.of(Json.of("{\"version\":1,\"servers\":[]}"), Set.of()))
          .isEqualTo(nothing);
      assertThat(Readiness.of(Json.of("{}"), Set.of())).isEqualTo(nothing);
    }
  }

  @Nested
  class GivenNames {
    @Test
    void whenJudged_thenOnlyTheyCount() {
      assertThat(Readiness.of(ALL, Set.of("a")))
          .isEqualTo(new Readiness(List.of("a"), List.of(), List.of(), List.of()));
      assertThat(Readiness.of(ALL, Set.of("c")).pending()).containsExactly("c  connecting");
    }

    @Test
    void whenOneIsDisabled_thenItWillNotGetReady() {
      assertThat(Readiness.of(ALL, Set.of("g")).failed())
          .containsExactly("g  disabled in the configuration");
    }

    @Test
    void whenOneIsUnknown_thenItMayComeAndTheNearestIsNamed() {
      Json files = Json.of("{\"servers\":[{\"name\":\"files\",\"phase\":\"ready\"}]}");

      assertThat(Readiness.of(files, Set.of("flies")).pending())
          .containsExactly("flies  no such server; did you mean \"files\"?");
      assertThat(Readiness.of(files, Set.of("tracker")).pending())
          .containsExactly("tracker  no such server");
    }
  }
}
