package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import org.junit.jupiter.api.Test;

/** What every keeper of state files promises. */
public interface StateFilesContract {
  /** Returns the keeper under test, the same one each time, empty at first. */
  StateFiles stateFiles();

  /** Lets others than the owner read what is under a name. */
  void expose(String name);

  /** Nothing is no failure. */
  @Test
  default void whenNothingIsThere_thenNothingIsRead() {
    assertThat(stateFiles().read("absent")).isEmpty();
  }

  /** What was written is read, and the last writer wins. */
  @Test
  default void whenWrittenTwice_thenTheLastTextIsRead() {
    stateFiles().write("text", "one");
    stateFiles().write("text", "zwei \u2713\n");

    assertThat(stateFiles().read("text")).contains("zwei \u2713\n");
  }

  /** Creating never overwrites. */
  @Test
  default void whenThereIsATextAlready_thenCreateLeavesItAlone() {
    boolean first = stateFiles().create("once", "first");
    boolean second = stateFiles().create("once", "second");

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(stateFiles().read("once")).contains("first");
  }

  /** A text that others can see is not trusted, and the message says what to do. */
  @Test
  default void whenOthersCanRead_thenItIsRefusedWithTheRemedy() {
    stateFiles().write("secret", "zzTopSecret");
    expose("secret");

    assertThatThrownBy(() -> stateFiles().read("secret"))
        .isInstanceOf(StateFileException.class)
        .hasMessageContaining(stateFiles().location("secret"))
        .hasMessageContaining("owner")
        .hasMessageNotContaining("zzTopSecret");
  }

  /** Replacing an exposed text closes it again. */
  @Test
  default void whenAnExposedTextIsReplaced_thenItIsPrivateAgain() {
    stateFiles().write("secret", "old");
    expose("secret");

    stateFiles().write("secret", "new");

    assertThat(stateFiles().read("secret")).contains("new");
  }

  /** What was removed is gone, and removing nothing is no failure. */
  @Test
  default void whenRemoved_thenItIsGone() {
    stateFiles().write("text", "one");

    stateFiles().remove("text");
    stateFiles().remove("text");

    assertThat(stateFiles().read("text")).isEmpty();
    assertThat(stateFiles().names()).doesNotContain("text");
  }

  /** Inner texts are apart: of their own names, with the same promises. */
  @Test
  default void whenTextsAreWithin_thenTheirNamesDoNotMeetThoseOutside() {
    StateFiles inner = stateFiles().within("inner");
    assertThat(inner.names()).isEmpty();
    stateFiles().write("text", "outside");
    inner.write("text", "inside");
    inner.write("other", "");

    assertThat(stateFiles().within("inner").names()).containsExactlyInAnyOrder("text", "other");
    assertThat(stateFiles().names()).containsExactly("text");
    assertThat(stateFiles().within("inner").read("text")).contains("inside");
    assertThat(stateFiles().read("text")).contains("outside");
  }

  /** A name cannot lead elsewhere. */
  @Test
  default void whenANameIsAPath_thenItIsRefused() {
    for (String name : new String[] {"../up", "a/b", "a\\b", "", ".", "..", "C:x", "UP"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> stateFiles().read(name));
      assertThatIllegalArgumentException().isThrownBy(() -> stateFiles().write(name, ""));
      assertThatIllegalArgumentException().isThrownBy(() -> stateFiles().create(name, ""));
      assertThatIllegalArgumentException().isThrownBy(() -> stateFiles().remove(name));
      assertThatIllegalArgumentException().isThrownBy(() -> stateFiles().within(name));
      assertThatIllegalArgumentException().isThrownBy(() -> stateFiles().location(name));
    }
  }
}
