package io.onemcp.core.protocol.headers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderTextTest {
  @Test
  void whenTextIsVisibleAscii_thenItIsItsOwnHeader() {
    for (String plain :
        List.of("a", "two words", "a\tb", "!~", "{\"a\":1}", "=?base64?", "?=", "")) {
      assertThat(HeaderText.encode(plain)).isEqualTo(plain);
      assertThat(HeaderText.decode(plain)).contains(plain);
    }
  }

  @Test
  void whenTextIsAnythingElse_thenItIsEncoded() {
    assertThat(HeaderText.encode("größe")).isEqualTo("=?base64?Z3LDtsOfZQ==?=");
    for (String text : List.of(" a", "a ", "\ta", "a\n", "a\r\nX: y", "\u0000", "\u007f", "漢😀")) {
      String header = HeaderText.encode(text);
      assertThat(header).matches("=\\?base64\\?[A-Za-z0-9+/]*=*\\?=");
      assertThat(HeaderText.decode(header)).contains(text);
    }
  }

  @Test
  void whenPlainTextLooksEncoded_thenItIsEncodedToo() {
    String lookalike = "=?base64?QQ==?=";

    assertThat(HeaderText.encode(lookalike)).isNotEqualTo(lookalike);
    assertThat(HeaderText.decode(HeaderText.encode(lookalike))).contains(lookalike);
  }

  @Test
  void whenAnyTextIsEncoded_thenItComesBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(12), 0, 0x250)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String header = HeaderText.encode(text);
      assertThat(header.chars()).allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
      assertThat(header.strip()).isEqualTo(header);
      assertThat(HeaderText.decode(header)).contains(text);
    }
  }

  @Test
  void whenTheEncodingIsBroken_thenItStandsForNothing() {
    for (String broken :
        List.of(
            "=?base64?QQ?=",
            "=?base64?QQ=?=",
            "=?base64?Q===?=",
            "=?base64?QQ==QQ==?=",
            "=?base64?Q Q==?=",
            "=?base64?_-8=?=",
            "=?base64?QR==?=",
            "=?base64?/w==?=",
            "=?base64?7aCA?=")) {
      assertThat(HeaderText.decode(broken)).as(broken).isEmpty();
    }
  }

  @Test
  void whenTheMarkerIsInOtherCase_thenItIsPlainText() {
    assertThat(HeaderText.decode("=?BASE64?QQ==?=")).contains("=?BASE64?QQ==?=");
    assertThat(HeaderText.decode("=?base64?=")).contains("=?base64?=");
    assertThat(HeaderText.decode("=?base64??=")).contains("");
  }
}
