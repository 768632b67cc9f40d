package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.testkit.Running;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeadersTest {
  private final Leaders leaders = new Leaders();

  @Test
  void whenOneComes_thenWhoWaitsHearsOfIt() throws InterruptedException {
    Running<Optional<Set<Long>>> waiting = Running.start(() -> leaders.awaitOther(Set.of()));

    leaders.add(7);

    assertThat(waiting.result()).contains(Set.of(7L));
  }

  @Test
  void whenOneGoes_thenThatIsHeardToo() throws InterruptedException {
    leaders.add(7);
    leaders.add(8);
    leaders.remove(7);

    assertThat(leaders.awaitOther(Set.of(7L))).contains(Set.of(8L));
  }

  @Test
  void whenClosed_thenWhatIsNotKnownYetIsToldFirst() throws InterruptedException {
    leaders.add(7);
    leaders.close();

    assertThat(leaders.awaitOther(Set.of())).contains(Set.of(7L));
    assertThat(leaders.awaitOther(Set.of(7L))).isEmpty();
  }

  @Test
  void whenTheyAreTold_thenOnlyWhatIsNew() {
    assertThat(WatchdogScript.news(Set.of(1L, 2L), Set.of(2L, 3L)))
        .asString()
        .isEqualTo("- 1\n+ 3\n");
  }
}
