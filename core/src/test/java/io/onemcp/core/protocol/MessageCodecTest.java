package io.onemcp.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private final MessageCodec codec = new MessageCodec(10);

  @Nested
  class GivenAMessage {
    @Test
    void whenItIsARequest_thenItsEnvelopeIsTypedAndEveryByteIsKept() {
      String text =
          " {\"params\":{\"x\":"
              + " 2.50},\"method\":\"tools/call\",\"id\":\"a\",\"extra\":1,\"jsonrpc\":\"2.0\"} ";

      Request request = (Request) message(text);

      assertThat(request.id()).isEqualTo(new RequestId.Text("a"));
      assertThat(request.method()).isEqualTo("tools/call");
      assertThat(request.params()).hasToString("{\"x\": 2.50}");
      assertThat(request.whole()).hasToString(text.strip());
    }

    @Test
    void whenItHasNoParams_thenTheyAreAnEmptyObject() {
      assertThat(((Request) message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}")).params())
          .isEqualTo(Json.EMPTY_OBJECT);
      assertThat(((Notification) message("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}")).params())
          .isEqualTo(Json.EMPTY_OBJECT);
    }

    @Test
    void whenItHasAMethodAndNoId_thenItIsANotification() {
      Notification note =
          (Notification) message("{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"a\":1}}");

      assertThat(note.method()).isEqualTo("n");
      assertThat(note.params()).isEqualTo(Json.of("{\"a\":1}"));
    }

    @Test
    void whenItHasAResult_thenItIsASuccess() {
      Success success = (Success) message("{\"jsonrpc\":\"2.0\",\"id\":-7,\"result\":{\"r\":1}}");

      assertThat(success.id()).isEqualTo(new RequestId.Num(-7));
      assertThat(success.result()).isEqualTo(Json.of("{\"r\":1}"));
    }

    @Test
    void whenItHasAnError_thenItIsAFailureWithAllOfIt() {
      Failure failure =
          (Failure)
              message(
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\",\"data\":{\"a\":1}}}");

      assertThat(failure.id()).isEqualTo(new RequestId.Num(1));
      assertThat(failure.error()).isEqualTo(new RpcError(-32601, "no", Json.of("{\"a\":1}")));
    }

    @Test
    void whenAFailureHasNoReadableId_thenItIsOneAllTheSame() {
      for (String id : List.of("", "\"id\":null,", "\"id\":{},", "\"id\":1.5,")) {
        Failure failure =
            (Failure) message("{\"jsonrpc\":\"2.0\"," + id + "\"error\":{\"code\":1}}");
        assertThat(failure.id()).isNull();
        assertThat(failure.error().message()).isEmpty();
      }
    }

    private Message message(String text) {
      return ((Decoded.Single) decode(text)).message();
    }
  }

  @Nested
  class GivenJsonThatIsNoMessage {
    @Test
    void whenDecoded_thenTheProblemAndTheIdAreTold() {
      refused("{\"id\":1,\"method\":\"m\"}", 1L, "jsonrpc");
      refused("{\"jsonrpc\":\"1.0\",\"id\":2,\"method\":\"m\"}", 2L, "jsonrpc");
      refused("{\"jsonrpc\":2.0,\"id\":3,\"method\":\"m\"}", 3L, "jsonrpc");
      refused("{\"jsonrpc\":\"2.0\",\"id\":4}", 4L, "neither");
      refused("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}", 5L, "method");
      refused("{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"m\",\"params\":[1]}", 6L, "params");
      refused("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":null}", 7L, "params");
      refused("{\"jsonrpc\":\"2.0\",\"id\":8,\"error\":{\"code\":1.5}}", 8L, "error.code");
      refused("{\"jsonrpc\":\"2.0\",\"id\":9,\"error\":{\"code\":\"1\"}}", 9L, "error.code");
      refused("{\"jsonrpc\":\"2.0\",\"id\":10,\"error\":{\"message\":\"m\"}}", 10L, "error.code");
      refused("{\"jsonrpc\":\"2.0\",\"id\":11,\"error\":\"no\"}", 11L, "error");
    }

    @Test
    void whenItIsTwoKindsOfMessageAtOnce_thenItIsNone() {
      refused("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1}}", 1L, "result");
      refused("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":null}", 1L, "result");
      refused("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"result\":{}}", 1L, "method");
      refused("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"error\":{\"code\":1}}", null, "method");
    }

    @Test
    void whenItsIdCannotBeOne_thenItIsNone() {
      for (String id : List.of("null", "1.5", "true", "[]", "{}", "1e2", "9223372036854775808")) {
        refused("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"m\"}", null, "id");
        refused("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}", null, "id");
      }
      refused("{\"jsonrpc\":\"2.0\",\"result\":{}}", null, "id");
    }

    @Test
    void whenItIsNoObject_thenItIsNone() {
      for (String text : List.of("1", "\"a\"", "null", "true")) {
        refused(text, null, "object");
      }
    }

    private void refused(String text, @org.jspecify.annotations.Nullable Long id, String problem) {
      assertThat(decode(text))
          .as(text)
          .isInstanceOfSatisfying(
              Decoded.NoMessage.class,
              none -> {
                assertThat(none.id()).isEqualTo(id == null ? null : new RequestId.Num(id));
                assertThat(none.problem()).contains(problem);
              });
    }
  }

  @Nested
  class GivenTextThatReadersCouldSeeDifferently {
    @Test
    void whenDecoded_thenItIsNoJson() {
      for (String text :
          List.of(
              "",
              "{",
              "{} {}",
              "[".repeat(11) + "]".repeat(11),
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"m\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"method\":\"n\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"\\u006dethod\":\"m\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"x\\u0041\":1}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"Method\":\"n\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"PARAMS\":{}}",
              "{\"jsonrpc\":\"2.0\",\"ID\":1,\"method\":\"m\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"code\":2}}")) {
        assertThat(decode(text)).as(text).isInstanceOf(Decoded.NoJson.class);
      }
    }
  }

  @Nested
  class GivenABatch {
    @Test
    void whenDecoded_thenItsEntriesAreThereOneByOne() {
      Decoded decoded =
          decode("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}, [], {\"id\":1,\"id\":2}]");

      List<Json> entries = ((Decoded.Batch) decoded).entries();
      assertThat(entries).hasSize(3);
      assertThat(codec.decode(entries.get(0))).isInstanceOf(Decoded.Single.class);
      assertThat(codec.decode(entries.get(1))).isInstanceOf(Decoded.NoMessage.class);
      assertThat(codec.decode(entries.get(2))).isInstanceOf(Decoded.NoJson.class);
    }

    @Test
    void whenItIsEmpty_thenItIsABatchOfNone() {
      assertThat(decode("[]"))
          .asInstanceOf(InstanceOfAssertFactories.type(Decoded.Batch.class))
          .extracting(Decoded.Batch::entries)
          .isEqualTo(List.of());
    }
  }

  private Decoded decode(String text) {
    return codec.decode(text.getBytes(StandardCharsets.UTF_8));
  }
}
