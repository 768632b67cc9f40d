package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import org.junit.jupiter.api.Test;

/** What every source of configuration promises. */
public interface ConfigSourceContract {
  /** Returns a source that says nothing. */
  ConfigSource silentSource();

  /**
   * Returns a source with the server {@code good} and the server {@code broken}, which cannot be.
   */
  ConfigSource sourceWithBrokenServer();

  /** Returns a source that does not hold a configuration at all. */
  ConfigSource unusableSource();

  /** A source that says nothing gives the defaults. */
  @Test
  default void whenNothingIsSaid_thenDefaultsAreLoaded() {
    assertThat(loaded(silentSource()).config()).isEqualTo(GatewayConfig.DEFAULT);
  }

  /** Loading has no memory. */
  @Test
  default void whenLoadedTwice_thenBothAreEqual() {
    ConfigSource source = sourceWithBrokenServer();

    assertThat(source.load()).isEqualTo(source.load());
  }

  /** One bad server does not stop the others. */
  @Test
  default void whenOneServerIsBroken_thenItIsNamedAndTheOtherLoads() {
    Reading.Loaded loaded = loaded(sourceWithBrokenServer());

    assertThat(loaded.config().backends())
        .extracting(backend -> backend.name().value())
        .containsExactly("good");
    assertThat(loaded.skipped()).isNotEmpty().allMatch(it -> it.key().contains("broken"));
  }

  /** What cannot be used is explained. */
  @Test
  default void whenUnusable_thenRejectedWithProblems() {
    assertThat(unusableSource().load())
        .isInstanceOfSatisfying(
            Reading.Rejected.class, rejected -> assertThat(rejected.problems()).isNotEmpty());
  }

  /** Every problem prints as one line that begins with its source. */
  @Test
  default void whenPrinted_thenAProblemIsOneLine() {
    for (ConfigProblem problem : loaded(sourceWithBrokenServer()).skipped()) {
      assertThat(problem.toString()).startsWith(problem.source()).doesNotContain("\n");
    }
  }

  private static Reading.Loaded loaded(ConfigSource source) {
    Reading reading = source.load();
    assertThat(reading).isInstanceOf(Reading.Loaded.class);
    return (Reading.Loaded) reading;
  }
}
