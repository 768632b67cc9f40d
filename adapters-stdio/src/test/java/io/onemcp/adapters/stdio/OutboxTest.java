package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who writes what, and when. */
final class OutboxTest {
  private static final WireText FIRST = WireText.of("first");
  private static final WireText SECOND = WireText.of("second");

  private final BlockingQueue<WireText> written = new LinkedBlockingQueue<>();
  private final Tasks tasks = new TestTasks();

  @Nested
  final class GivenAnEmptyPipe {
    private final Outbox outbox = new Outbox(2, written::addAll, tasks);

    @Test
    void whenAShortTextIsPut_thenItIsWrittenAtOnce() throws InterruptedException {
      outbox.put(FIRST);

      assertThat(written).containsExactly(FIRST);
    }

    @Test
    void whenLittleWasNotAnswered_thenTheNextIsWrittenAtOnce() throws InterruptedException {
      outbox.put(FIRST);
      outbox.put(SECOND);

      assertThat(written).containsExactly(FIRST, SECOND);
    }

    @Test
    void whenMuchWasNotAnswered_thenTheNextIsLeftToTheWriter() throws InterruptedException {
      WireText much = WireText.of("x".repeat(4090));

      outbox.put(much);
      outbox.put(FIRST);

      assertThat(written).containsExactly(much);
      assertThat(outbox.takeAll()).containsExactly(FIRST);
    }

    @Test
    void whenTheLastOneWasAnswered_thenTheNextIsWrittenAtOnce() throws InterruptedException {
      long first = outbox.put(FIRST);
      outbox.readTo(first);
      outbox.readTo(outbox.put(SECOND));
      outbox.readTo(first);

      outbox.put(FIRST);

      assertThat(written).containsExactly(FIRST, SECOND, FIRST);
    }

    @Test
    void whenTheWriterIsWriting_thenTheNextIsLeftToIt() throws InterruptedException {
      long first = outbox.put(FIRST);
      WireText much = WireText.of("x".repeat(4090));
      outbox.put(much);
      outbox.readTo(first);
      outbox.takeAll();

      outbox.put(FIRST);

      assertThat(written).containsExactly(FIRST);
    }

    @Test
    void whenATextMayNotFit_thenItIsLeftToTheWriter() throws InterruptedException {
      WireText most = WireText.of("x".repeat(4095));
      WireText more = WireText.of("x".repeat(4096));

      outbox.readTo(outbox.put(most));
      outbox.put(more);

      assertThat(written).containsExactly(most);
      assertThat(outbox.takeAll()).containsExactly(more);
    }

    @Test
    void whenItIsClosed_thenTextsAreRefused() {
      outbox.close();

      assertThatThrownBy(() -> outbox.put(FIRST)).isInstanceOf(BackendUnreachableException.class);
      assertThat(written).isEmpty();
    }
  }

  @Nested
  final class GivenAWriteUnderWay {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore proceed = new Semaphore(0);
    private final Outbox outbox =
        new Outbox(
            2,
            texts -> {
              begun.release();
              proceed.acquireUninterruptibly();
              written.addAll(texts);
            },
            tasks);
    private final Running<Long> writing = Running.start(() -> outbox.put(FIRST));

    @Test
    void whenAnotherTextIsPut_thenTheSameThreadWritesItAfterwards() throws InterruptedException {
      begun.acquire();
      outbox.put(SECOND);
      assertThat(written).isEmpty();

      proceed.release(2);

      assertThat(writing.result()).isEqualTo(6);
      assertThat(written).containsExactly(FIRST, SECOND);
    }

    @Test
    void whenMuchIsPut_thenTheWriterGetsItAfterwards() throws InterruptedException {
      begun.acquire();
      WireText much = WireText.of("x".repeat(4096));
      outbox.put(much);
      Running<List<WireText>> writer = Running.start(outbox::takeAll);
      assertThat(written).isEmpty();

      proceed.release();

      assertThat(writer.result()).containsExactly(much);
      assertThat(writing.result()).isEqualTo(6);
      assertThat(written).containsExactly(FIRST);
    }

    @Test
    void whenItIsClosed_thenTheWriterEndsAfterwards() throws InterruptedException {
      begun.acquire();
      outbox.close();
      Running<List<WireText>> writer = Running.start(outbox::takeAll);

      proceed.release();

      assertThat(writer.result()).isEmpty();
      assertThat(written).containsExactly(FIRST);
    }
  }

  @Nested
  final class GivenALoopThatCarriesWhoeverPuts {
    private final List<Runnable> atTheEnd = new ArrayList<>();
    private final List<List<WireText>> writes = new ArrayList<>();
    private final Outbox outbox = new Outbox(2, writes::add, new LoopTasks(atTheEnd));

    @Test
    void whenTextsArePutInOneTurn_thenTheyAreWrittenTogetherAtItsEnd() throws InterruptedException {
      outbox.put(FIRST);
      outbox.put(SECOND);
      assertThat(writes).isEmpty();

      atTheEnd.forEach(Runnable::run);

      assertThat(writes).containsExactly(List.of(FIRST, SECOND));
      assertThat(atTheEnd).hasSize(1);
    }

    @Test
    void whenSomebodyWaitsForRoom_thenTheWriteOfTheTurnMakesIt() throws InterruptedException {
      outbox.put(FIRST);
      outbox.put(SECOND);
      Running<Long> third = Running.start(() -> outbox.put(FIRST));
      third.awaitWaiting();

      atTheEnd.getFirst().run();

      assertThat(third.result()).isEqualTo(19);
    }

    @Test
    void whenTheBoxIsClosedWithinTheTurn_thenWhatWasPutIsStillWritten()
        throws InterruptedException {
      outbox.put(FIRST);
      outbox.close();
      Running<List<WireText>> writer = Running.start(outbox::takeAll);

      atTheEnd.forEach(Runnable::run);

      assertThat(writer.result()).isEmpty();
      assertThat(writes).containsExactly(List.of(FIRST));
    }
  }

  @Nested
  final class GivenABrokenPipe {
    private final Outbox outbox =
        new Outbox(
            2,
            _ -> {
              throw new IOException("broken pipe");
            },
            tasks);

    @Test
    void whenATextIsPut_thenTheWriterMeetsItToo() throws InterruptedException {
      outbox.put(FIRST);
      outbox.put(SECOND);

      assertThat(outbox.takeAll()).containsExactly(FIRST, SECOND);
    }
  }
}
