package io.onemcp.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.MemoryFiles;
import org.junit.jupiter.api.Test;

class ScopeKeyTest {
  private final MemoryFiles files = new MemoryFiles();

  @Test
  void whenTheScopeIsOpenedAgain_thenItsKeyIsTheSame() {
    byte[] before = ScopeKey.of(files).derive("cursors");

    assertThat(ScopeKey.of(files).derive("cursors")).isEqualTo(before).hasSize(32);
    assertThat(ScopeKey.of(files).derive("offers")).isNotEqualTo(before);
    assertThat(ScopeKey.of(new MemoryFiles()).derive("cursors")).isNotEqualTo(before);
  }

  @Test
  void whenItCannotBeKept_thenItIsGoodForThisLife() {
    files.full(true);

    ScopeKey key = ScopeKey.of(files);

    assertThat(key.derive("x")).isEqualTo(key.derive("x"));
    assertThat(ScopeKey.of(files).derive("x")).isNotEqualTo(key.derive("x"));
  }

  @Test
  void whenTheFileHoldsSomethingElse_thenItIsLeftAloneAndNotUsed() {
    files.write(ScopeKey.FILE, "abc");

    ScopeKey key = ScopeKey.of(files);

    assertThat(key.derive("x")).isNotEqualTo(ScopeKey.of(files).derive("x"));
    assertThat(files.only()).isEqualTo("abc");
  }
}
