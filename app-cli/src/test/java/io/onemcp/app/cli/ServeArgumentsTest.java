package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class ServeArgumentsTest {
  @Nested
  class GivenPlainArguments {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "--config a.json",
          "-c a.json --port 0",
          "--config=a.json --host=::1 --port=3051",
          "--no-auth",
          "--no-auth --confirm-no-auth=false --restart",
          "--socket x/gate.sock --enable-config-reload=false",
          "--restart --host localhost --no-auth=true"
        })
    void whenRead_thenPicocliReadsTheSame(String line) {
      List<String> words = words(line);

      assertThat(ServeArguments.plain(words)).contains(new ServeArguments(asPicocli(words)));
    }
  }

  @Nested
  class GivenArgumentsThatNeedAnExplanation {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "--help",
          "--version",
          "-h",
          "--prot=1",
          "--port many",
          "--port=",
          "--port -1",
          "--port",
          "--port 1 --port 2",
          "--config=",
          "--config --port 1",
          "--config=\"a.json\"",
          "--no-auth perhaps",
          "--no-auth=perhaps",
          "--no-auth true",
          "--restart=true",
          "--restart now",
          "a.json",
          "@arguments",
          "-ca.json"
        })
    void whenRead_thenTheyAreLeftToPicocli(String line) {
      assertThat(ServeArguments.plain(words(line))).isEmpty();
    }

    @Test
    void whenATextIsEmpty_thenItIsLeftToPicocli() {
      assertThat(ServeArguments.plain(List.of("--host", ""))).isEmpty();
    }
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" "));
  }

  private static Map<ServeOption, String> asPicocli(List<String> words) {
    List<String> all = new ArrayList<>(List.of(Serving.COMMAND));
    all.addAll(words);
    CommandLine root = RootCommand.on(new HostSystem(Map.of(), "Linux", Path.of("/home")));
    ParseResult parsed = root.parseArgs(all.toArray(String[]::new)).subcommand();
    Map<ServeOption, String> given = new EnumMap<>(ServeOption.class);
    given.putAll(ServeCommand.given(parsed).given());
    return given;
  }
}
