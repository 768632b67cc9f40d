package io.onemcp.benchmarks.jmh;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing other values into a message that is otherwise passed on byte for byte. */
@State(Scope.Thread)
public class Splice {
  @Param({"100", "100000"})
  public int size;

  private final Json id = Json.number(4711);
  private final Json name = Json.string("echo");
  private Json call = Json.NULL;
  private Json answer = Json.NULL;

  /** Reads the messages. */
  @Setup
  public void prepare() {
    call = whole(Wording.call(size));
    answer = whole(Wording.answer(size));
  }

  private static Json whole(byte[] text) {
    if (new MessageCodec(200).decode(text) instanceof Decoded.Single(Message message)) {
      return message.whole();
    }
    throw new IllegalStateException("no message of " + text.length + " bytes");
  }

  /** Gives a request the id and the name that its backend knows. */
  @Benchmark
  public WireText call() {
    return call.patch().set(id, "id").set(name, "params", "name").wire();
  }

  /** Gives a response the id that its client knows. */
  @Benchmark
  public WireText answer() {
    return answer.patch().set(id, "id").wire();
  }
}
