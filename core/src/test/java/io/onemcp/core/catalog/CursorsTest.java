package io.onemcp.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.CapabilityKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorsTest {
  private final Cursors cursors = new Cursors("k".repeat(32).getBytes(StandardCharsets.UTF_8));

  @Test
  void whenReadBack_thenItIsThePosition() {
    for (String name : List.of("a__x", "", "größe 😀", "a:b", "x".repeat(500))) {
      String cursor = cursors.after(CapabilityKind.TOOL, name);
      assertThat(cursor).matches("[A-Za-z0-9_-]+");
      assertThat(cursors.read(CapabilityKind.TOOL, cursor)).contains(name);
    }
  }

  @Test
  void whenItIsOfAnotherList_thenItIsNone() {
    String cursor = cursors.after(CapabilityKind.RESOURCE, "a");

    for (CapabilityKind kind : CapabilityKind.values()) {
      assertThat(cursors.read(kind, cursor).isPresent()).isEqualTo(kind == CapabilityKind.RESOURCE);
    }
  }

  @Test
  void whenAnyByteIsChanged_thenItIsNone() {
    byte[] cursor = Base64.getUrlDecoder().decode(cursors.after(CapabilityKind.TOOL, "a__x"));
    for (int i = 0; i < cursor.length; i++) {
      byte[] tampered = cursor.clone();
      tampered[i] ^= 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(tampered);
      assertThat(cursors.read(CapabilityKind.TOOL, text)).isEmpty();
    }
  }

  @Test
  void whenItIsSomethingElse_thenItIsNone() {
    Cursors others = new Cursors("z".repeat(32).getBytes(StandardCharsets.UTF_8));
    for (String text :
        List.of("", "1", "AAAA", "not base64!", others.after(CapabilityKind.TOOL, "a__x"))) {
      assertThat(cursors.read(CapabilityKind.TOOL, text)).isEmpty();
    }
  }
}
