package io.onemcp.benchmarks.jmh;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.MessageCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the members of a message's envelope, which checks all of it. */
@State(Scope.Thread)
public class EnvelopeScan {
  @Param({"100", "100000"})
  public int size;

  private final MessageCodec codec = new MessageCodec(200);
  private byte[] call = {};
  private byte[] answer = {};

  /** Makes the messages. */
  @Setup
  public void prepare() {
    call = Wording.call(size);
    answer = Wording.answer(size);
  }

  /** Reads a request. */
  @Benchmark
  public Decoded call() {
    return codec.decode(call);
  }

  /** Reads a response. */
  @Benchmark
  public Decoded answer() {
    return codec.decode(answer);
  }
}
