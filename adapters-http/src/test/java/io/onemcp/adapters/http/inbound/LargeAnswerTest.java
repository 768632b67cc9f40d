package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What it costs to write a large answer: the answer is in memory once, and nothing beside it. */
final class LargeAnswerTest {
  private static final int OK = 200;
  private static final int SIZE = 32 << 20;

  /** Far less than the answer, and more than what two requests cost. */
  private static final long BESIDE = 8L << 20;

  private static final String ASK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"large\"}";

  private final OpenDoor door = new OpenDoor();
  private final byte[] chunk = new byte[64 << 10];

  @AfterEach
  void close() {
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  @Nested
  final class GivenAnAnswerOf32Mebibytes {
    private final Json whole =
        Success.of(
                new RequestId.Num(8),
                new JsonWriter().put("text", "0123456789abcdef".repeat(SIZE / 16)).json())
            .whole();

    @Test
    void whenOneClientReadsLate_thenBothGetItsBytesAndNoneIsCopied() throws IOException {
      door.stateless.script =
          (request, _) -> new Answer(whole.patch().set(request.id().json(), "id").wire(), OK);
      learn();

      long before = allocated();
      try (RawConnection late = ask();
          RawConnection prompt = ask()) {
        long sum = sum(prompt);
        long lateSum = sum(late);
        long beside = allocated() - before;

        assertThat(lateSum).isEqualTo(sum).isEqualTo(expected());
        assertThat(beside).isLessThan(BESIDE);
      }
    }

    /** Classes that are loaded, and made ready for coverage, are allocations too. */
    private void learn() throws IOException {
      for (int i = 0; i < 2; i++) {
        try (RawConnection first = ask()) {
          assertThat(sum(first)).isEqualTo(expected());
        }
      }
    }

    private long expected() {
      CRC32 sum = new CRC32();
      sum.update(whole.patch().set(Json.number(1), "id").wire().toByteArray());
      return sum.getValue();
    }
  }

  private RawConnection ask() {
    return door.connect().post(ASK, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: large");
  }

  /** Reads an answer without keeping it. */
  private long sum(RawConnection connection) throws IOException {
    int left = Integer.parseInt(connection.head().headers().get("content-length"));
    CRC32 sum = new CRC32();
    InputStream in = connection.body();
    while (left > 0) {
      int count = in.read(chunk, 0, Math.min(left, chunk.length));
      if (count < 0) {
        throw new EOFException();
      }
      sum.update(chunk, 0, count);
      left -= count;
    }
    return sum.getValue();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }
}
