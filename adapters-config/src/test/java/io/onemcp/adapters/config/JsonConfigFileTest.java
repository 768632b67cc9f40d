package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.testkit.ConfigSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonConfigFileTest implements ConfigSourceContract {
  private static final String MANY_PROBLEMS =
      """
      {
        "runtime": {
          "htp": {},
          "port": 1,
          "http": {"prot": 1, "port": 70000, "host": " ", "externalUrl": "ftp://x"},
          "auth": {"enabled": "yes"},
          "naming": {"mode": "PREFIX", "separator": "/"},
          "limits": {"maxBody": "4MB", "sessionIdle": 0, "pageSize": 1.5}
        },
        "mcpServers": {"bad name": {"command": "x"}, "worse": 1}
      }
      """;

  private static final List<String> THEIR_LINES =
      List.of(
          "mcp.json:3:5: runtime.htp: unknown key (expected: one of http, auth, loading,"
              + " supervision, reload, naming, serverLogs, limits); did you mean \"http\"?",
          "mcp.json:4:5: runtime.port: unknown key (expected: one of http, auth, loading,"
              + " supervision, reload, naming, serverLogs, limits); did you mean"
              + " \"runtime.http.port\"?",
          "mcp.json:5:14: runtime.http.prot: unknown key (expected: one of host, port,"
              + " allowedHosts, allowedOrigins, externalUrl, socket); did you mean \"port\"?",
          "mcp.json:5:33: runtime.http.port: this number cannot be used (expected: a whole"
              + " number from 0 to 65535)",
          "mcp.json:5:48: runtime.http.host: this text cannot be used (expected: a text that is"
              + " not blank)",
          "mcp.json:5:68: runtime.http.externalUrl: no usable URL (expected: an absolute http"
              + " or https URL)",
          "mcp.json:6:25: runtime.auth.enabled: this text cannot be used (expected: true or"
              + " false)",
          "mcp.json:7:24: runtime.naming.mode: unknown word (expected: one of prefix,"
              + " on-conflict, none); did you mean \"prefix\"?",
          "mcp.json:7:47: runtime.naming.separator: this text cannot be used (expected: 1 to"
              + " 16 of A-Z a-z 0-9 _ . -)",
          "mcp.json:8:27: runtime.limits.maxBody: this text cannot be used (expected: bytes, or"
              + " a text such as \"512KiB\" or \"4MiB\", from 1KiB to below 2GiB)",
          "mcp.json:8:49: runtime.limits.sessionIdle: this number cannot be used (expected:"
              + " milliseconds, or a text such as \"30s\", \"5m\" or \"24h\", more than zero)",
          "mcp.json:8:64: runtime.limits.pageSize: this number cannot be used (expected: a"
              + " whole number from 0 to 1000000)",
          "mcp.json:10:18: mcpServers.bad name: this name cannot be used (expected: 1 to 48 of"
              + " A-Z a-z 0-9 _ . -)",
          "mcp.json:10:57: mcpServers.worse: is a number (expected: an object)");

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void open() {
    folder = new ConfigFolder(temp);
  }

  @Override
  public ConfigSource silentSource() {
    return folder.source("{}");
  }

  @Override
  public ConfigSource sourceWithBrokenServer() {
    return folder.source(
        "{'mcpServers': {'broken': {}, 'good': {'command': 'cat'}}}".replace('\'', '"'));
  }

  @Override
  public ConfigSource unusableSource() {
    return folder.source("{");
  }

  @Nested
  class GivenProblems {
    @Test
    void whenThereAreMany_thenAllAreToldAtOnce() {
      assertThat(folder.rejected(MANY_PROBLEMS)).isEqualTo(THEIR_LINES);
    }

    @Test
    void whenAKeyStandsTwice_thenBothLinesAreNamed() {
      assertThat(
              folder.rejected(
                  "{\n\"runtime\": {},\n\"runtime\": {\"http\":\n{\"port\":1,\n\"port\":2}}}"))
          .containsExactly(
              "mcp.json:3:1: runtime: key stands twice, first in line 2 (expected: each key once)");
      assertThat(folder.rejected("{\"runtime\":{\"http\":\n{\"port\":1,\n\"port\":2}}}"))
          .containsExactly(
              "mcp.json:3:1: runtime.http.port: key stands twice, first in line 2 (expected: each"
                  + " key once)");
      assertThat(folder.skipped("{\n\"command\":\"a\",\n\"command\":\"b\"}"))
          .containsExactly(
              "mcp.json:3:1: mcpServers.s.command: key stands twice, first in line 2 (expected:"
                  + " each key once)");
    }

    @Test
    void whenAServerStandsTwice_thenNeitherIsUsed() {
      Reading.Loaded loaded =
          folder.loaded(
              """
              {"mcpServers": {"a": {"command": "x"}, "b": {"command": "x"},
                              "a": {"command": "y"}},
               "servers": {"b": {"command": "x"}, "c": {"command": "x"}}}
              """);

      assertThat(loaded.config().backends())
          .extracting(it -> it.name().value())
          .containsExactly("b", "c");
      assertThat(folder.lines(loaded.skipped()))
          .containsExactly(
              "mcp.json:2:17: mcpServers.a: server stands twice, first in line 1 (expected: each"
                  + " name once)",
              "mcp.json:3:14: servers.b: server stands in another section too (expected: each name"
                  + " once)");
    }

    @Test
    void whenAForeignKeyIsMisspelt_thenTheWarningGuesses() {
      Reading.Loaded loaded =
          folder.loaded(
              "{\"mcpServer\": {}, \"mcpServers\": {\"s\": {\"comand\": \"a\", \"command\": \"b\","
                  + " \"autoApprove\": []}}}");

      assertThat(folder.lines(loaded.warnings()))
          .containsExactly(
              "mcp.json:1:2: mcpServer: unknown section, ignored; did you mean \"mcpServers\"?",
              "mcp.json:1:40: mcpServers.s.comand: unknown key, ignored; did you mean \"command\"?",
              "mcp.json:1:71: mcpServers.s.autoApprove: unknown key, ignored");
    }

    @Test
    void whenAValueIsWrong_thenItIsNeverRepeated() {
      assertThat(
              folder.skipped(
                  """
                  {"url": "ht!tp://user:zzTopSecret@h", "headers": {"A": "zzTopSecret\\n", "B": []},
                   "tags": "zzTopSecret", "timeout": "zzTopSecret", "disabled": "zzTopSecret"}
                  """))
          .hasSize(6)
          .noneMatch(it -> it.contains("zzTopSecret"));
      assertThat(folder.skipped("{\"command\": \"x\", \"env\": {\"A=B\": \"zzTopSecret\"}}"))
          .hasSize(1)
          .noneMatch(it -> it.contains("zzTopSecret"));
      assertThat(folder.rejected("{\"mcpServers\": {\"a\": {\"env\": {\"K\": zzTopSecret}}}}"))
          .hasSize(1)
          .noneMatch(it -> it.contains("zzTopSecret"));
    }
  }

  @Nested
  class GivenAFileThatIsNoConfiguration {
    @Test
    void whenItIsNoJson_thenThePlaceIsNamed() {
      assertThat(folder.rejected("{\n  \"mcpServers\": {\n"))
          .singleElement()
          .asString()
          .startsWith("mcp.json:3:1: not valid JSON: Unexpected end-of-input");
      assertThat(folder.rejected("{\"a\": tru}"))
          .singleElement()
          .asString()
          .startsWith("mcp.json:1:7: not valid JSON: Unrecognized token");
      assertThat(folder.rejected("{} {}"))
          .containsExactly(
              "mcp.json:1:4: text behind the end of the configuration (expected: nothing)");
      assertThat(folder.rejected("{\"a\":".repeat(200)))
          .singleElement()
          .asString()
          .contains("nesting depth");
    }

    @Test
    void whenItIsNoObject_thenThatIsSaid() {
      assertThat(folder.rejected(" []"))
          .containsExactly("mcp.json:1:2: is a list (expected: an object)");
      assertThat(folder.rejected(" "))
          .containsExactly("mcp.json: the file is empty (expected: a JSON object such as {})");
      assertThat(folder.rejected("{\"mcpServers\": []}"))
          .containsExactly("mcp.json:1:16: mcpServers: is a list (expected: an object)");
    }

    @Test
    void whenItIsNotThere_thenThatIsSaid() {
      Reading reading = new JsonConfigFile(temp.resolve("absent.json"), Map.of()).load();

      assertThat(folder.lines(((Reading.Rejected) reading).problems()))
          .containsExactly("absent.json: there is no such file");
    }

    @Test
    void whenItIsAFolder_thenThatIsSaid() {
      Reading reading = new JsonConfigFile(temp, Map.of()).load();

      assertThat(((Reading.Rejected) reading).problems().getFirst().toString())
          .startsWith(temp + ": cannot be read (")
          .doesNotContain("Exception");
    }

    @Test
    void whenItIsNoText_thenThatIsSaid() throws IOException {
      Path file = Files.write(temp.resolve("mcp.json"), new byte[] {'{', (byte) 0xff, '}'});

      Reading reading = new JsonConfigFile(file, Map.of()).load();

      assertThat(folder.lines(((Reading.Rejected) reading).problems()))
          .containsExactly("mcp.json: is not UTF-8 text (expected: UTF-8)");
    }
  }

  @Test
  void givenAByteOrderMark_whenLoaded_thenItIsSkipped() {
    assertThat(folder.loaded("\uFEFF{}").warnings()).isEmpty();
  }
}
