package io.onemcp.testkit;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Message;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A request to a scripted server as a mere method call, on the caller's own thread. */
public final class ScriptedCall implements Wire {
  private final ScriptedServer server;
  private final Interim interim;
  private Message.@Nullable Response answer;

  private ScriptedCall(ScriptedServer server, Interim interim) {
    this.server = server;
    this.interim = interim;
  }

  /**
   * Returns what the script answers; it hangs until an interrupt if the script does.
   *
   * @throws IllegalStateException if the script ends without an answer
   */
  public static Message.Response answer(
      ScriptedServer server, Message.Request request, Interim interim) throws InterruptedException {
    ScriptedCall call = new ScriptedCall(server, interim);
    server.accept(request.whole().utf8(), call).run();
    Message.Response answer = call.answer;
    if (answer == null) {
      throw new IllegalStateException("script: no answer (expected: one)");
    }
    return answer;
  }

  @Override
  public void frame(byte[] text) {
    Message message = server.decode(text).orElseThrow();
    if (message instanceof Message.Response response) {
      answer = response;
    } else {
      interim.accept(message);
    }
  }

  @Override
  public void breakOff() {
    throw new IllegalStateException("script: breaks off (expected: a call has no stream)");
  }

  @Override
  public void die() {
    throw new IllegalStateException("script: dies (expected: a call has no connection)");
  }

  @Override
  public void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
