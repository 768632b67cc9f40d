package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void whenAFileCannotBeUsed_thenTheReasonIsInPeoplesWords() {
    assertThat(Reasons.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(Reasons.of(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(Reasons.of(new IOException("Is a directory"))).isEqualTo("Is a directory");
  }

  @Test
  void whenNoReasonIsGiven_thenTheKindOfFailureStandsInForIt() {
    assertThat(Reasons.of(new EOFException())).isEqualTo("EOFException");
    assertThat(Reasons.of(new FileSystemException("/x"))).isEqualTo("FileSystemException");
  }
}
