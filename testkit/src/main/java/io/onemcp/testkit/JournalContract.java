package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
public interface JournalContract {
  /**
   * Returns the journal of a process that begins where the one before was closed; empty at first.
   */
  Journal next();

  /** What one process appended the next one reads, in the same order, and adds to. */
  @Test
  default void whenAppended_thenTheNextProcessReadsItInOrder() {
    write("one", "two \u2713", "");
    write("three");

    assertThat(read()).containsExactly("one", "two \u2713", "", "three");
  }

  /** A mark that nobody took back is what the next process reads last. */
  @Test
  default void whenMarked_thenTheNextProcessReadsItLastUnlessItWasTakenBack() {
    try (Journal journal = next()) {
      journal.open();
      int place = journal.mark(bytes("taken back"));
      int other = journal.mark(bytes("marked \u2713"));
      journal.append(bytes("appended"));
      journal.unmark(place);
      assertThat(place).isNotNegative().isNotEqualTo(other);
    }

    assertThat(read()).containsExactly("appended", "marked \u2713");
  }

  /** What an earlier process had marked goes with what it had appended. */
  @Test
  default void whenReplaced_thenMarksOfEarlierProcessesAreGone() throws InterruptedException {
    mark("old");
    try (Journal journal = next()) {
      journal.open();
      journal.mark(bytes("under way"));
      journal.replace(List.of(bytes("new")));
      assertThat(journal.force()).isTrue();
    }

    assertThat(read()).containsExactly("new", "under way");
  }

  /** What was under way when the journal was given up counts as under way for who comes next. */
  @Test
  default void whenClosed_thenNothingIsTakenBackOrMarkedAnyMore() {
    Journal journal = next();
    journal.open();
    int place = journal.mark(bytes("marked"));
    journal.close();
    journal.unmark(place);

    assertThat(journal.mark(bytes("too late"))).isNegative();
    assertThat(read()).containsExactly("marked");
  }

  private void mark(String record) {
    try (Journal journal = next()) {
      journal.open();
      journal.mark(bytes(record));
    }
  }

  /** What was forced is safe. */
  @Test
  default void whenForced_thenItSaysThatAllIsSafe() throws InterruptedException {
    try (Journal journal = next()) {
      journal.open();
      journal.append(bytes("one"));

      assertThat(journal.force()).isTrue();
      assertThat(journal.trouble()).isEmpty();
    }
  }

  /** What was replaced is gone, what came afterwards stays. */
  @Test
  default void whenReplaced_thenOnlyTheNewRecordsAndLaterOnesAreThere() {
    write("old");
    try (Journal journal = next()) {
      journal.open();
      journal.append(bytes("older than the new ones"));
      journal.replace(List.of(bytes("new"), bytes("newer")));
      journal.append(bytes("newest"));
    }

    assertThat(read()).containsExactly("new", "newer", "newest");
  }

  /** A record is of bounded length; one that is longer disturbs no other. */
  @Test
  default void whenARecordIsTooLong_thenItIsLeftOut() {
    String longest = "x".repeat(Journal.LONGEST);
    write("before", longest + "x", longest, "after");

    assertThat(read()).containsExactly("before", longest, "after");
  }

  /** Many threads at once lose nothing. */
  @Test
  default void whenManyThreadsAppend_thenEveryRecordIsThere() throws InterruptedException {
    List<String> all = IntStream.range(0, 800).mapToObj(i -> "record " + i).toList();
    try (Journal journal = next()) {
      journal.open();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<String> part = all.subList(i * 100, i * 100 + 100);
        threads.add(
            Thread.ofVirtual().start(() -> part.forEach(record -> journal.append(bytes(record)))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(read()).containsExactlyInAnyOrderElementsOf(all);
  }

  /** A journal that was closed takes nothing, and does not mind. */
  @Test
  default void whenClosed_thenNothingMoreIsKept() {
    Journal journal = next();
    journal.open();
    journal.append(bytes("one"));
    journal.close();
    journal.append(bytes("two"));
    journal.close();

    assertThat(read()).containsExactly("one");
  }

  private void write(String... records) {
    try (Journal journal = next()) {
      journal.open();
      for (String record : records) {
        journal.append(bytes(record));
      }
    }
  }

  private List<String> read() {
    try (Journal journal = next()) {
      return journal.open().stream()
          .map(record -> new String(record, StandardCharsets.UTF_8))
          .toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
