package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.NewClient;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErasTest {
  private static final Headers NONE = NewClient.lookup(Map.of());
  private static final String ENVELOPE =
      "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}";

  @Test
  void whenARequestHasAnEnvelope_thenItsSenderIsStatelessWhateverTheHeaderSays() {
    assertThat(Eras.of(request("tools/list", ENVELOPE), NONE)).isEqualTo(Era.STATELESS);
    assertThat(Eras.of(request("initialize", ENVELOPE), version("2025-11-25")))
        .isEqualTo(Era.STATELESS);
  }

  @Test
  void whenTheHeaderNamesARevision_thenItsDateTellsTheEra() {
    for (String old : new String[] {"2024-11-05", "2025-03-26", "2025-11-25", "2026-07-27", ""}) {
      assertThat(Eras.of(version(old))).isEqualTo(Era.STATEFUL);
    }
    for (String late : new String[] {"2026-07-28", "2027-01-01"}) {
      assertThat(Eras.of(version(late))).isEqualTo(Era.STATELESS);
      assertThat(Eras.of(request("tools/list", "{}"), version(late))).isEqualTo(Era.STATELESS);
    }
    assertThat(Eras.of(NONE)).isEqualTo(Era.STATEFUL);
  }

  @Test
  void whenThereIsNeither_thenOnlyDiscoveryIsStateless() {
    assertThat(Eras.of(request(Methods.DISCOVER, "{}"), NONE)).isEqualTo(Era.STATELESS);
    assertThat(Eras.of(request(Methods.INITIALIZE, "{}"), NONE)).isEqualTo(Era.STATEFUL);
    Message note = Notification.of(Methods.CANCELLED, Json.EMPTY_OBJECT);
    assertThat(Eras.of(note, NONE)).isEqualTo(Era.STATEFUL);
  }

  @Test
  void whenTheEnvelopeIsAmbiguous_thenItIsLeftToTheStatelessRulesToRefuseIt() {
    assertThat(Eras.of(request("tools/list", "{\"_meta\":{},\"_meta\":{}}"), NONE))
        .isEqualTo(Era.STATELESS);
  }

  private static Request request(String method, String params) {
    return Request.of(new RequestId.Num(1), method, Json.of(params));
  }

  private static Headers version(String version) {
    return NewClient.lookup(Map.of("mcp-protocol-version", version));
  }
}
