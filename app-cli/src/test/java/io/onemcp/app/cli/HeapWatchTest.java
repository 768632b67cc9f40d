package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class HeapWatchTest {
  private static final long MIB = 1L << 20;

  private final FakeHeap heap = new FakeHeap();
  private final HeapWatch watch = new HeapWatch(heap);

  private void lookOften(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Nested
  final class GivenABusyTime {
    @Test
    void whenGarbageOutgrowsWhatLives_thenItIsCollected() {
      heap.live = 30 * MIB;
      for (int i = 0; i < 1_000; i++) {
        heap.garbage += 10 * MIB;
        watch.look();

        assertThat(heap.used()).isLessThanOrEqualTo(2 * heap.live + HeapWatch.ROOM + 10 * MIB);
      }
      assertThat(heap.collections).isBetween(80, 150);
    }

    @Test
    void whenMuchLives_thenCollectionsAreRare() {
      heap.live = 1_000 * MIB;
      for (int i = 0; i < 1_000; i++) {
        heap.garbage += 10 * MIB;
        watch.look();
      }
      assertThat(heap.collections).isBetween(2, 12);
    }

    @Test
    void whenItIsOver_thenWhatItLeftIsCollectedOnce() {
      heap.live = 20 * MIB;
      heap.garbage = 20 * MIB + HeapWatch.ROOM;
      watch.look();
      heap.live = 200 * MIB;
      heap.garbage = 1;
      watch.look();
      heap.live = 20 * MIB;
      heap.garbage = 180 * MIB;
      heap.collections = 0;

      lookOften(10 * HeapWatch.QUIET_LOOKS);

      assertThat(heap.collections).isEqualTo(1);
      assertThat(heap.used()).isEqualTo(heap.live);
    }

    @Test
    void whenItLeftLittleInAHeapThatHadGrown_thenTheRestGoesBackToTheSystem() {
      heap.live = 10 * MIB;
      heap.garbage = HeapWatch.ROOM - 2 * heap.live;
      watch.look();
      heap.garbage = MIB;

      lookOften(HeapWatch.QUIET_LOOKS + 1);

      assertThat(heap.size()).isEqualTo(heap.live);
    }
  }

  @Nested
  final class GivenAQuietTime {
    @Test
    void whenLittleIsUsed_thenNothingIsCollected() {
      heap.live = heap.size;
      lookOften(100);

      assertThat(heap.collections).isZero();
    }

    @Test
    void whenABusyTimeStayedWithinTheHeap_thenItIsLeftAlone() {
      heap.live = 10 * MIB;
      for (int i = 0; i < 100; i++) {
        heap.garbage = i % 10 * MIB;
        watch.look();
      }
      lookOften(100);

      assertThat(heap.collections).isZero();
    }

    @Test
    void whenMuchLives_thenItIsNotCollectedAgainAndAgain() {
      heap.live = 500 * MIB;
      for (int i = 0; i < 1_000; i++) {
        heap.garbage += HeapWatch.NOISE / 8;
        watch.look();
      }

      assertThat(heap.collections).isLessThan(3);
    }
  }

  private static final class FakeHeap implements HeapWatch.Heap {
    private long live;
    private long garbage;
    private long size = 24 * MIB;
    private int collections;

    @Override
    public long used() {
      size = Math.max(size, live + garbage);
      return live + garbage;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void collect() {
      garbage = 0;
      size = live;
      collections++;
    }
  }
}
