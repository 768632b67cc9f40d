package io.onemcp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkTest {
  @Test
  void whenAVersionIsWrittenInAnyStyle_thenItsFeatureNumberIsFound() {
    assertThat(Jdk.major("1.8.0_402")).isEqualTo(8);
    assertThat(Jdk.major("17.0.15")).isEqualTo(17);
    assertThat(Jdk.major("25")).isEqualTo(25);
    assertThat(Jdk.major("26-ea")).isEqualTo(26);
    assertThat(Jdk.major("")).isZero();
    assertThat(Jdk.major("unknown")).isZero();
  }

  @Test
  void whenTheReleaseFileSaysEnough_thenItIsNewEnough(@TempDir Path folder) throws Exception {
    assertThat(new Jdk(FakeJdk.at(folder.resolve("a"), "25.0.1", "")).isNewEnough()).isTrue();
    assertThat(new Jdk(FakeJdk.at(folder.resolve("b"), "24.0.2", "")).isNewEnough()).isFalse();
    assertThat(new Jdk(folder.resolve("absent")).isNewEnough()).isFalse();
  }
}
