package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.ResourceWatches.Watcher;
import io.onemcp.core.protocol.Message.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WatchTableTest {
  private static final BackendName A = new BackendName("a");
  private static final BackendName B = new BackendName("b");

  private final WatchTable table = new WatchTable();
  private final Watcher one = new Named("one");
  private final Watcher two = new Named("two");

  @Nested
  class GivenWatchersOfFoldersAndTheirParts {
    @Test
    void whenAPartChanges_thenThoseOfWhatItIsAPartOfHearIt() {
      watch(A, "f:/x", "f:/x/y", "f:/x/z", "f:/w", "f:/xa");

      assertThat(heard(A, "f:/x/y/1")).containsExactly("f:/x/y", "f:/x");
      assertThat(heard(A, "f:/x")).containsExactly("f:/x");
      assertThat(heard(A, "f:/")).isEmpty();
      assertThat(heard(B, "f:/x")).isEmpty();
    }

    @Test
    void whenUrisAreRandom_thenTheSameAreFoundAsByLookingAtAll() {
      Random random = new Random(7);
      TreeSet<String> all = new TreeSet<>();
      for (int i = 0; i < 300; i++) {
        String uri = uri(random);
        all.add(uri);
        watch(A, uri);
      }

      for (int i = 0; i < 2_000; i++) {
        String uri = uri(random);
        assertThat(heard(A, uri))
            .containsExactlyInAnyOrderElementsOf(all.stream().filter(uri::startsWith).toList());
      }
    }

    private static String uri(Random random) {
      StringBuilder uri = new StringBuilder();
      for (int length = 1 + random.nextInt(8); length > 0; length--) {
        uri.append((char) ('a' + random.nextInt(3)));
      }
      return uri.toString();
    }
  }

  @Nested
  class GivenTwoWatchersOfOneResource {
    @Test
    void whenBothLeave_thenNothingIsLeftOfThem() {
      Route route = new Route(A, "f:/x");
      assertThat(table.join(route, one)).isFalse();
      table.register(route, one);
      assertThat(table.join(route, two)).isTrue();

      assertThat(table.leave(route, one)).isFalse();
      assertThat(table.of(one)).isEmpty();
      assertThat(table.of(two)).containsExactly(route);
      assertThat(table.leave(route, two)).isTrue();

      assertThat(table.of(two)).isEmpty();
      assertThat(table.of(A)).isEmpty();
    }
  }

  private void watch(BackendName backend, String... uris) {
    for (String uri : uris) {
      table.register(new Route(backend, uri), new Named(uri));
    }
  }

  /** Returns the resources whose watchers hear of a change. */
  private List<String> heard(BackendName backend, String uri) {
    List<String> heard = new ArrayList<>();
    table.each(backend, uri, watcher -> heard.add(((Named) watcher).uri()));
    return heard;
  }

  private record Named(String uri) implements Watcher {
    @Override
    public void updated(BackendName backend, Notification notification) {}
  }
}
