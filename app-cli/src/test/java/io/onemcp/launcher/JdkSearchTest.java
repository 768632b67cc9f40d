package io.onemcp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkSearchTest {
  @TempDir private Path folder;

  @Test
  void whenTheEnvironmentNamesAnOldOne_thenTheNextIsTaken() throws Exception {
    Path old = FakeJdk.at(folder.resolve("old"), "17.0.1", "");
    Path good = FakeJdk.at(folder.resolve("good"), "25.0.1", "");

    Map<String, String> environment =
        Map.of("ONEMCP_JAVA_HOME", old.toString(), "JAVA_HOME", good.toString());

    assertThat(new JdkSearch(environment, "").first())
        .hasValueSatisfying(jdk -> assertThat(jdk.java()).isEqualTo(good.resolve("bin/java")));
  }

  @Test
  void whenProgramFilesHoldOne_thenItIsFoundThere() throws Exception {
    Path good = FakeJdk.at(folder.resolve("Eclipse Adoptium/jdk-99"), "99", "");

    Map<String, String> environment =
        Map.of("ProgramFiles", folder.toString(), "JAVA_HOME", good.toString());

    assertThat(new JdkSearch(environment, "").first())
        .hasValueSatisfying(jdk -> assertThat(jdk.java()).isEqualTo(good.resolve("bin/java")));
  }
}
