package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.testkit.Running;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's TLS over a socket that waits in a loop. */
final class LoopSocketTlsTest {
  private static final String PASSWORD = "not a secret";

  private final LoopTasks tasks = new LoopTasks(new TestTasks(), true);

  @TempDir private Path folder;

  @AfterEach
  void end() {
    tasks.close();
  }

  @Test
  void whenMuchIsEchoed_thenAllOfItComesBack() throws Exception {
    SSLContext both = context();
    byte[] sent = new byte[700_001];
    new Random(3).nextBytes(sent);
    try (SSLServerSocket door =
            (SSLServerSocket)
                both.getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket plain = LoopSocket.open(tasks.loop(), tasks)) {
      Running<Boolean> echoing = Running.start(() -> echo(door, sent.length));
      plain.connect(door.getLocalSocketAddress(), 5_000);
      try (SSLSocket secure =
          (SSLSocket)
              both.getSocketFactory().createSocket(plain, "localhost", door.getLocalPort(), true)) {
        secure.setSoTimeout(20_000);
        secure.startHandshake();
        Running<Boolean> writing =
            Running.start(() -> {
              secure.getOutputStream().write(sent);
              return true;
            });

        assertThat(secure.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        writing.result();
        assertThat(secure.getInputStream().read()).isEqualTo(-1);
      }
      echoing.result();
    }
  }

  private static boolean echo(SSLServerSocket door, int length) throws IOException {
    try (Socket client = door.accept()) {
      InputStream in = client.getInputStream();
      byte[] chunk = new byte[10_000];
      for (int done = 0; done < length; ) {
        int count = in.read(chunk);
        client.getOutputStream().write(chunk, 0, count);
        done += count;
      }
    }
    return true;
  }

  /** Returns a context that has a certificate, and trusts that one only. */
  private SSLContext context() throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
