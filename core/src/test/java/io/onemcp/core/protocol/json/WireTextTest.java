package io.onemcp.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireTextTest {
  private final WireText text =
      WireText.concat(
          WireText.of("{\"größe\":"),
          Json.of("[1, {\"a\": 2} ]").elements().get(1).wire(),
          WireText.of("}"));

  @Test
  void whenPutTogether_thenItIsTheTextsOneBehindTheOther() throws IOException {
    String expected = "{\"größe\":{\"a\": 2}}";
    ByteArrayOutputStream written = new ByteArrayOutputStream();

    text.writeTo(written);

    assertThat(text).hasToString(expected);
    assertThat(text.toByteArray()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
    assertThat(written.toByteArray()).isEqualTo(text.toByteArray());
    assertThat(text.length()).isEqualTo(text.toByteArray().length);
  }

  @Test
  void whenBuffersAreDrained_thenTheNextOnesAreFullAgain() {
    for (int round = 0; round < 2; round++) {
      ByteArrayOutputStream drained = new ByteArrayOutputStream();
      for (ByteBuffer buffer : text.buffers()) {
        while (buffer.hasRemaining()) {
          drained.write(buffer.get());
        }
      }
      assertThat(drained.toByteArray()).isEqualTo(text.toByteArray());
    }
  }

  @Test
  void whenSomebodyWritesIntoABuffer_thenItIsRefused() {
    assertThatThrownBy(() -> text.buffers()[0].put((byte) 'x'))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void whenAMemberOfALargeTextIsReplaced_thenTheRestIsShared() {
    Json large = Json.of("{\"id\":1,\"text\":\"" + "x".repeat(1 << 20) + "\"}");

    ByteBuffer[] buffers = large.patch().set(Json.number(2), "id").wire().buffers();

    assertThat(buffers).hasSize(3);
    assertThat(buffers[2].remaining()).isGreaterThan(1 << 20);
  }
}
