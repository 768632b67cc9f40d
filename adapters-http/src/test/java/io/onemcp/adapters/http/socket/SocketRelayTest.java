package io.onemcp.adapters.http.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.access.Caller;
import io.onemcp.testkit.TestTasks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketRelayTest {
  private static final int PATIENCE_SECONDS = 20;

  @TempDir private Path temp;
  private final TestTasks tasks = new TestTasks();
  private EchoDoor door = newDoor();
  private Path path = Path.of("unset");

  @BeforeEach
  void place() {
    path = temp.resolve("run/gate.sock");
  }

  @AfterEach
  void end() throws IOException {
    door.close();
    tasks.close();
  }

  @Nested
  class GivenAnOpenRelay {
    @Test
    void whenBytesAreSent_thenTheyCrossUnchangedBothWays() throws Exception {
      byte[] sent = new byte[8 << 20];
      new Random(7).nextBytes(sent);

      try (SocketRelay _ = opened();
          SocketChannel client = connect()) {
        Thread writer = Thread.ofVirtual().start(() -> write(client, sent));

        assertThat(read(client, sent.length)).isEqualTo(sent);
        writer.join();
      }
    }

    @Test
    void whenAConnectionComesThrough_thenTheDoorKnowsItsUserUntilItEnds() throws Exception {
      try (SocketRelay _ = opened()) {
        InetSocketAddress address;
        try (SocketChannel client = connect()) {
          write(client, "x".getBytes(StandardCharsets.UTF_8));
          read(client, 1);
          address = next(door.addresses);

          assertThat(next(door.callers))
              .contains(new Caller("local:" + System.getProperty("user.name")));
          assertThat(door.peers.at(address)).isPresent();
        }
        awaitUnknown(address);
      }
    }

    @Test
    void whenAConnectionComesAnotherWay_thenTheDoorDoesNotKnowIt() throws Exception {
      try (SocketRelay _ = opened();
          Socket direct = new Socket(door.address().getAddress(), door.address().getPort())) {
        assertThat(direct.isConnected()).isTrue();
        assertThat(next(door.callers)).isEmpty();
      }
    }

    @Test
    void whenManyConnect_thenEachHearsItsOwnWords() throws Exception {
      try (SocketRelay _ = opened()) {
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          SocketChannel client = connect();
          clients.add(client);
          write(client, "client %03d".formatted(i).getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 50; i++) {
          assertThat(new String(read(clients.get(i), 10), StandardCharsets.UTF_8))
              .isEqualTo("client %03d".formatted(i));
          clients.get(i).close();
        }
      }
    }

    @Test
    void whenAClientEndsItsHalf_thenItStillHearsTheRest() throws Exception {
      try (SocketRelay _ = opened();
          SocketChannel client = connect()) {
        write(client, "last words".getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();

        assertThat(Channels.newInputStream(client).readAllBytes())
            .isEqualTo("last words".getBytes(StandardCharsets.UTF_8));
      }
    }

    @Test
    void whenTheDoorHangsUp_thenTheClientHearsTheEnd() throws Exception {
      try (SocketRelay _ = opened();
          SocketChannel client = connect()) {
        next(door.sockets).close();

        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }

    @Test
    void whenTheDoorIsGone_thenTheClientHearsTheEnd() throws Exception {
      try (SocketRelay relay = new SocketRelay(path, nobody(), door.peers, tasks)) {
        relay.open();
        try (SocketChannel client = connect()) {
          assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
      }
    }

    @Test
    void whenItCloses_thenTheFileIsGoneAndRunningConnectionsStay() throws Exception {
      SocketRelay relay = opened();
      try (SocketChannel client = connect()) {
        next(door.sockets);
        relay.close();
        relay.close();

        assertThat(path).doesNotExist();
        write(client, "still".getBytes(StandardCharsets.UTF_8));
        assertThat(read(client, 5)).isEqualTo("still".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Nested
  class GivenAPlaceForTheFile {
    @Test
    void whenTheFolderIsMissing_thenBothAreForTheOwnerAlone() throws IOException {
      try (SocketRelay _ = opened()) {
        assertThat(mode(temp.resolve("run"))).isEqualTo("rwx------");
        assertThat(mode(path)).isEqualTo("rw-------");
      }
    }

    @Test
    void whenOthersCanEnterTheFolder_thenItIsRefusedWithTheRemedy() throws IOException {
      Path open = Files.createDirectory(temp.resolve("open"));
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      path = open.resolve("gate.sock");

      assertThatThrownBy(SocketRelayTest.this::opened)
          .isInstanceOf(SocketBlockedException.class)
          .hasMessageContaining("chmod 700 " + open);
      assertThat(path).doesNotExist();
    }

    @Test
    void whenAnOldFileIsLeft_thenItIsReplaced() throws IOException {
      leaveOldFile();

      try (SocketRelay _ = opened();
          SocketChannel client = connect()) {
        write(client, new byte[] {7});
        assertThat(read(client, 1)).containsExactly(7);
      }
    }

    @Test
    void whenSomebodyListensThere_thenTheyAreLeftAlone() throws IOException {
      try (SocketRelay _ = opened()) {
        assertThatThrownBy(SocketRelayTest.this::opened)
            .isInstanceOf(SocketBlockedException.class)
            .hasMessage(path + ": another process listens there");
        try (SocketChannel client = connect()) {
          assertThat(client.isConnected()).isTrue();
        }
      }
    }

    @Test
    void whenAnotherFileStandsThere_thenItIsLeftAlone() throws IOException {
      Files.createDirectories(
          temp.resolve("run"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(path, "precious");

      assertThatThrownBy(SocketRelayTest.this::opened)
          .isInstanceOf(SocketBlockedException.class)
          .hasMessageContaining("something else stands there");
      assertThat(path).hasContent("precious");
    }

    @Test
    void whenAnotherSocketTookThePlace_thenClosingLeavesItAlone() throws IOException {
      SocketRelay relay = opened();
      Files.delete(path);
      try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        other.bind(UnixDomainSocketAddress.of(path));
        relay.close();

        assertThat(path).exists();
      }
    }

    @Test
    void whenThePathIsTooLong_thenThatIsSaid() {
      path = temp.resolve("x".repeat(120)).resolve("gate.sock");

      assertThatThrownBy(SocketRelayTest.this::opened)
          .isInstanceOf(SocketBlockedException.class)
          .hasMessageContaining("too long");
    }

    @Test
    void whenOpenedTwice_thenThatIsABug() {
      try (SocketRelay relay = opened()) {
        assertThatThrownBy(relay::open).isInstanceOf(IllegalStateException.class);
      }
    }

    private void leaveOldFile() throws IOException {
      Files.createDirectories(
          temp.resolve("run"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        old.bind(UnixDomainSocketAddress.of(path));
      }
      assertThat(path).exists();
    }
  }

  private SocketRelay opened() {
    SocketRelay relay = new SocketRelay(path, door.address(), door.peers, tasks);
    relay.open();
    return relay;
  }

  private static InetSocketAddress nobody() throws IOException {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(gone.getInetAddress(), gone.getLocalPort());
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private void awaitUnknown(InetSocketAddress address) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (door.peers.at(address).isPresent() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(door.peers.at(address)).isEqualTo(Optional.empty());
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }

  private static void write(SocketChannel channel, byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(SocketChannel channel, int count) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (read.size() < count && channel.read(buffer) >= 0) {
      read.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return read.toByteArray();
  }

  private static EchoDoor newDoor() {
    try {
      return new EchoDoor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
