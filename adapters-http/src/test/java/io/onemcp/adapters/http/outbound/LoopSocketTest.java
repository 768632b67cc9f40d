package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.testkit.Running;
import io.onemcp.testkit.TestTasks;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LoopSocketTest {
  private static final int PATIENCE_MILLIS = 5_000;

  private final LoopTasks tasks = new LoopTasks(new TestTasks(), true);
  private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Socket socket = LoopSocket.open(tasks.loop(), tasks);

  LoopSocketTest() throws IOException {}

  @AfterEach
  void endAll() throws IOException {
    socket.close();
    door.close();
    tasks.close();
  }

  @Test
  void whenNobodyListens_thenConnectingIsRefused() throws IOException {
    door.close();

    assertThatThrownBy(this::connect)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void whenTheServerDoesNotAccept_thenConnectingEndsInTime() throws IOException {
    List<Socket> others = new ArrayList<>();
    try {
      // As many as its queue takes, and more: the operating system lets further ones wait.
      assertThatThrownBy(
              () -> {
                while (true) {
                  Socket next = LoopSocket.open(tasks.loop(), tasks);
                  others.add(next);
                  next.connect(door.getLocalSocketAddress(), 200);
                }
              })
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("timed out");
      assertThat(others).hasSizeLessThan(10);
    } finally {
      for (Socket other : others) {
        other.close();
      }
    }
  }

  @Test
  void whenItIsClosedWhileItConnects_thenConnectingEnds() throws Exception {
    List<Socket> others = new ArrayList<>();
    try {
      Running<Boolean> connecting = null;
      while (connecting == null || connecting.isDone()) {
        Socket next = LoopSocket.open(tasks.loop(), tasks);
        others.add(next);
        connecting =
            Running.start(() -> {
              next.connect(door.getLocalSocketAddress(), PATIENCE_MILLIS);
              return true;
            });
        if (others.size() < 3) {
          connecting.result();
        }
      }
      others.getLast().close();

      assertThat(connecting.failure()).containsInstanceOf(SocketException.class);
    } finally {
      for (Socket other : others) {
        other.close();
      }
    }
  }

  @Test
  void whenAnAddressHasNoNumber_thenItIsUnknown() {
    assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("nowhere", 1)))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void whenOptionsAreSetBeforeItConnects_thenTheyAreThoseOfTheConnection() throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 7);
    assertThat(socket.getTcpNoDelay()).isTrue();
    assertThat(socket.getSoLinger()).isEqualTo(-1);

    connect();

    assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
    assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
    assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(7);
    assertThat(socket.getKeepAlive()).isTrue();
    // TLS asks for that before it says good-bye.
    assertThat(socket.getSoLinger()).isEqualTo(-1);
    socket.setSoLinger(true, 3);
    assertThat(socket.getSoLinger()).isEqualTo(3);
    socket.setSoLinger(false, 0);
    assertThat(socket.getSoLinger()).isEqualTo(-1);
    assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    assertThat(socket.getPort()).isEqualTo(door.getLocalPort());
  }

  private void connect() throws IOException {
    socket.connect(door.getLocalSocketAddress(), PATIENCE_MILLIS);
  }

  @Nested
  final class GivenAConnection {
    private Socket server;

    @BeforeEach
    void open() throws IOException {
      connect();
      server = door.accept();
    }

    @AfterEach
    void end() throws IOException {
      server.close();
    }

    @Test
    void whenMuchIsWrittenToASlowReader_thenAllOfItArrivesInOrder() throws Exception {
      byte[] sent = new byte[5_000_001];
      new Random(1).nextBytes(sent);
      Running<Boolean> writing =
          Running.start(() -> {
            socket.getOutputStream().write(sent);
            socket.shutdownOutput();
            return true;
          });

      assertThat(server.getInputStream().readAllBytes()).isEqualTo(sent);
      writing.result();
    }

    @Test
    void whenMuchComesIn_thenAllOfItIsReadUpToTheEnd() throws Exception {
      byte[] sent = new byte[3_000_001];
      new Random(2).nextBytes(sent);
      Running<byte[]> reading = Running.start(() -> socket.getInputStream().readAllBytes());

      server.getOutputStream().write(sent);
      server.shutdownOutput();

      assertThat(reading.result()).isEqualTo(sent);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenQuestionsAndAnswersTakeTurns_thenEachIsReadWhenItComes() throws Exception {
      Running<Boolean> answering =
          Running.start(() -> {
            DataInputStream in = new DataInputStream(server.getInputStream());
            for (int i = 0; i < 20_000; i++) {
              byte[] question = in.readNBytes(1 + i % 7);
              server.getOutputStream().write(question);
            }
            return true;
          });
      Running<Boolean> asking =
          Running.start(() -> {
            for (int i = 0; i < 20_000; i++) {
              byte[] question = new byte[1 + i % 7];
              question[0] = (byte) i;
              socket.getOutputStream().write(question);
              assertThat(socket.getInputStream().readNBytes(question.length)).isEqualTo(question);
            }
            return true;
          });

      asking.result();
      answering.result();
    }

    @Test
    void whenWhatCameWasNotWaitedFor_thenItIsReadLater() throws Exception {
      server.getOutputStream().write(1);
      server.getOutputStream().flush();
      // The loop gets to know of it while nobody reads.
      tasks.letTheLoopTurn();
      assertThat(socket.getInputStream().read()).isEqualTo(1);

      server.getOutputStream().write(2);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
      server.close();
      tasks.letTheLoopTurn();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenTheServerEndsItBetweenMessages_thenNoneIsWrittenAndThatIsSaid() throws Exception {
      exchange();
      server.close();
      tasks.letTheLoopTurn();

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> socket.getOutputStream().write(1))
            .isInstanceOf(StaleConnectionException.class)
            .hasMessage("the server has ended the connection");
      }
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenTheServerBreaksItBetweenMessages_thenNoneIsWrittenAndThatIsSaid() throws Exception {
      exchange();
      server.setSoLinger(true, 0);
      server.close();

      assertThatThrownBy(() -> socket.getOutputStream().write(1))
          .isInstanceOf(StaleConnectionException.class);
    }

    @Test
    void whenTheServerSaysMoreBetweenMessages_thenTheNextIsWrittenAndNothingIsLost()
        throws Exception {
      for (int i = 0; i < 3; i++) {
        exchange();
        server.getOutputStream().write(new byte[] {1, (byte) 200});
        tasks.letTheLoopTurn();

        socket.getOutputStream().write(3);

        assertThat(server.getInputStream().read()).isEqualTo(3);
        assertThat(socket.getInputStream().readNBytes(2)).containsExactly(1, 200);
      }
    }

    @Test
    void whenItIsClosedByItsOwnerBetweenMessages_thenThatIsNoEndByTheServer() throws Exception {
      exchange();
      socket.close();

      assertThatThrownBy(() -> socket.getOutputStream().write(1))
          .isInstanceOf(SocketException.class)
          .isNotInstanceOf(StaleConnectionException.class);
    }

    private void exchange() throws IOException, InterruptedException {
      socket.getOutputStream().write(7);
      assertThat(server.getInputStream().read()).isEqualTo(7);
      server.getOutputStream().write(8);
      // The loop gets to know of it while nobody reads.
      tasks.letTheLoopTurn();
      assertThat(socket.getInputStream().read(new byte[8])).isEqualTo(1);
    }

    @Test
    void whenNothingComesInTime_thenReadingEndsAndTheConnectionStays() throws Exception {
      socket.setSoTimeout(20);
      InputStream in = socket.getInputStream();

      assertThatThrownBy(in::read)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("timed out");

      server.getOutputStream().write(3);
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(in.read()).isEqualTo(3);
    }

    @Test
    void whenItHasEndedAndTheLoopIsBusy_thenThatIsSeenInTime() throws Exception {
      CountDownLatch busy = new CountDownLatch(1);
      tasks.loop().execute(() -> awaitThat(busy));
      server.close();
      socket.setSoTimeout(1);

      assertThat(socket.getInputStream().read()).isEqualTo(-1);

      busy.countDown();
    }

    private static void awaitThat(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Test
    void whenAnotherClosesIt_thenTheReaderIsToldAtOnce() throws Exception {
      Running<Integer> reading = Running.start(() -> socket.getInputStream().read());

      tasks.letTheLoopTurn();
      socket.setSoLinger(true, 0);
      socket.close();

      assertThat(reading.failure()).containsInstanceOf(SocketException.class);
      assertThatThrownBy(() -> server.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }

    @Test
    void whenTheLoopEnds_thenTheReaderIsToldAndNobodyConnectsAnyMore() throws Exception {
      Running<Integer> reading = Running.start(() -> socket.getInputStream().read());
      tasks.letTheLoopTurn();

      tasks.close();

      assertThat(reading.failure()).containsInstanceOf(IOException.class);
      try (Socket next = LoopSocket.open(tasks.loop(), tasks)) {
        assertThatThrownBy(() -> next.connect(door.getLocalSocketAddress(), PATIENCE_MILLIS))
            .isInstanceOf(IOException.class);
      }
    }

    @Test
    void whenTheReaderIsInterrupted_thenItsConnectionIsClosed() throws Exception {
      Running<Integer> reading = Running.start(() -> socket.getInputStream().read());

      reading.interrupt();

      assertThat(reading.failure())
          .hasValueSatisfying(failure ->
              assertThat(failure)
                  .isInstanceOf(SocketException.class)
                  .hasMessage("Closed by interrupt"));
      assertThat(socket.isClosed()).isTrue();
      assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenTheServerIsGone_thenWritingFails() throws Exception {
      server.setSoLinger(true, 0);
      server.close();

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  socket.getOutputStream().write(new byte[1_000]);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }
}
