package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.fake.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StrayOutputTest {
  private static final BackendName FILES = new BackendName("files");

  @Test
  void whenABackendFloodsUs_thenAllIsCountedAndLittleTold() throws InterruptedException {
    try (World world = new World()) {
      StrayOutput stray = new StrayOutput(world.events);

      for (int i = 1; i <= 1_000; i++) {
        stray.came(FILES, "line " + i);
      }

      List<BackendEvent> told = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        told.add(Objects.requireNonNull(world.happened.poll(10, TimeUnit.SECONDS)));
      }
      assertThat(told.getFirst()).isEqualTo(new BackendEvent.StrayOutputSeen(FILES, 1, "line 1"));
      assertThat(told.getLast())
          .isEqualTo(new BackendEvent.StrayOutputSeen(FILES, 512, "line 512"));
      assertThat(world.happened).isEmpty();
      assertThat(stray.count(FILES)).isEqualTo(1_000);
      assertThat(stray.count(new BackendName("other"))).isZero();
    }
  }
}
