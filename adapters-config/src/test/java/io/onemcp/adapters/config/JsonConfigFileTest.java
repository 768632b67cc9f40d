package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.testkit.ConfigSourceContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonConfigFileTest implements ConfigSourceContract {
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
  class GivenAnotherApplicationsFile {
    @Test
    void whenClaudeDesktop_thenItsServersAreRead() {
      Reading.Loaded loaded =
          folder.loaded(
              """
              {
                "globalShortcut": "Ctrl+Space",
                "mcpServers": {
                  "files": {"command": "npx", "args": ["-y", "server", "/tmp"], "env": {"A": "1"}}
                }
              }
              """);

      assertThat(loaded.config().backends())
          .containsExactly(
              BackendDefinition.of(
                  "files",
                  new BackendTransport.Stdio(
                      "npx", List.of("-y", "server", "/tmp"), Map.of("A", "1"), Optional.empty())));
      assertThat(folder.lines(loaded.warnings()))
          .containsExactly("mcp.json:2:3: globalShortcut: unknown section, ignored");
    }

    @Test
    void whenCursor_thenVariablesInItsSpellingAreFilled() {
      BackendDefinition server =
          folder
              .in(Map.of("TOKEN", "t1"))
              .server(
                  """
                  {"url": "https://api.example/mcp/", "headers": {"Authorization": "Bearer ${env:TOKEN}"}}
                  """);

      assertThat(server.transport())
          .isEqualTo(
              new BackendTransport.Http(
                  URI.create("https://api.example/mcp/"), Map.of("Authorization", "Bearer t1")));
    }

    @Test
    void whenVsCode_thenItsServersAreReadAndItsInputsNamed() {
      Reading.Loaded loaded =
          folder.loaded(
              """
              {
                // VS Code writes comments, and trailing commas
                "inputs": [{"id": "key", "type": "promptString"}],
                "servers": {
                  "a": {"type": "http", "url": "https://example/x"},
                  "b": {"type": "stdio", "command": "b", "env": {"K": "${input:key}"}},
                },
              }
              """);

      assertThat(loaded.config().backends())
          .extracting(it -> it.name().value())
          .containsExactly("a");
      assertThat(folder.lines(loaded.warnings()))
          .containsExactly("mcp.json:3:3: inputs: has no effect yet");
      assertThat(folder.lines(loaded.skipped()))
          .containsExactly(
              "mcp.json:6:57: servers.b.env.K: placeholder cannot be understood (expected: ${NAME}"
                  + " or ${NAME:-text}, or $${ for ${)");
    }

    @Test
    void when1mcp_thenDefaultsApplyAndUnservedPartsAreNamed() {
      Reading.Loaded loaded =
          folder.loaded(
              """
              {
                "$schema": "x", "version": "1",
                "serverDefaults": {
                  "env": {"A": "default", "B": "default"}, "headers": {"H": "default"},
                  "timeout": 1000, "requestTimeout": 2000, "restartOnExit": true, "oddity": 1
                },
                "mcpTemplates": {"t": {"command": "x"}},
                "presets": {},
                "templateSettings": null,
                "mcpServers": {
                  "own": {"command": "x", "env": {"B": "own"}, "timeout": 5000},
                  "list": {"command": "x", "env": ["A=list", "GONE"], "requestTimeout": 1},
                  "web": {"url": "http://h/mcp?x=1", "connectionTimeout": "3s", "disabledTools": ["a"]},
                  "sse": {"url": "http://h/events", "headers": {"Own": "1"}, "envFilter": []}
                }
              }
              """);

      assertThat(loaded.skipped()).isEmpty();
      assertThat(loaded.config().backends())
          .extracting(BackendDefinition::transport)
          .containsExactly(
              new BackendTransport.Stdio(
                  "x", List.of(), Map.of("A", "default", "B", "own"), Optional.empty()),
              new BackendTransport.Stdio("x", List.of(), Map.of("A", "list"), Optional.empty()),
              new BackendTransport.Http(URI.create("http://h/mcp?x=1"), Map.of("H", "default")),
              new BackendTransport.Sse(URI.create("http://h/events"), Map.of("Own", "1")));
      assertThat(loaded.config().backends())
          .extracting(it -> it.connectTimeout().toMillis())
          .containsExactly(5000L, 1000L, 3000L, 1000L);
      assertThat(loaded.config().backends())
          .extracting(it -> it.requestTimeout().toMillis())
          .containsExactly(2000L, 1L, 2000L, 2000L);
      assertThat(loaded.warnings())
          .extracting(it -> it.key() + ": " + it.problem())
          .containsExactly(
              "serverDefaults.restartOnExit: has no effect yet",
              "serverDefaults.oddity: unknown key, ignored",
              "mcpTemplates: has no effect yet",
              "mcpServers.web.disabledTools: has no effect yet",
              "mcpServers.sse.envFilter: has no effect yet");
    }
  }

  @Nested
  class GivenAServersType {
    @Test
    void whenNamed_thenItWinsOverInference() {
      for (String type : List.of("http", "streamableHttp", "streamable-http")) {
        assertThat(
                folder.server("{\"type\": \"" + type + "\", \"url\": \"http://h/x\"}").transport())
            .isInstanceOf(BackendTransport.Http.class);
      }
      assertThat(
              folder
                  .server("{\"type\": \"sse\", \"command\": \"x\", \"url\": \"http://h/mcp\"}")
                  .transport())
          .isInstanceOf(BackendTransport.Sse.class);
      assertThat(
              folder
                  .server("{\"type\": \"stdio\", \"command\": \"x\", \"url\": \"http://h/mcp\"}")
                  .transport())
          .isInstanceOf(BackendTransport.Stdio.class);
    }

    @Test
    void whenMissing_thenCommandOrPathDecides() {
      assertThat(folder.server("{\"command\": \"x\", \"url\": \"http://h/mcp\"}").transport())
          .isInstanceOf(BackendTransport.Stdio.class);
      for (String url : List.of("http://h/mcp", "http://h/a/mcp/", "HTTPS://h/MCP?key=1#f")) {
        assertThat(folder.server("{\"url\": \"" + url + "\"}").transport())
            .isInstanceOf(BackendTransport.Http.class);
      }
      for (String url :
          List.of("http://h", "http://h/sse", "http://h/x?a=mcp", "http://h/mcp/v1")) {
        assertThat(folder.server("{\"url\": \"" + url + "\"}").transport())
            .isInstanceOf(BackendTransport.Sse.class);
      }
    }

    @Test
    void whenItCannotBe_thenTheServerIsSkipped() {
      assertThat(folder.skipped("{\"type\": \"htpp\", \"url\": \"http://h/mcp\"}"))
          .containsExactly(
              "mcp.json:1:31: mcpServers.s.type: unknown word (expected: one of stdio, http,"
                  + " streamableHttp, streamable-http, sse); did you mean \"http\"?");
      assertThat(folder.skipped("{\"type\": \"stdio\"}"))
          .containsExactly(
              "mcp.json:1:22: mcpServers.s.command: missing (expected: a text that is not blank)");
      assertThat(folder.skipped("{\"type\": \"sse\", \"command\": \"x\"}"))
          .containsExactly(
              "mcp.json:1:22: mcpServers.s.url: missing (expected: an absolute http or https URL)");
      assertThat(folder.skipped("{}"))
          .containsExactly(
              "mcp.json:1:22: mcpServers.s.command: missing (expected: a command or a url)");
      assertThat(folder.skipped("[]"))
          .containsExactly("mcp.json:1:22: mcpServers.s: is a list (expected: an object)");
    }
  }

  @Nested
  class GivenVariables {
    @Test
    void whenSet_thenTheyAreFilledInEverywhere() {
      ConfigFolder with =
          folder.with(".env", "A=file\nB=file\n").in(Map.of("A", "process", "PORT", "81"));

      BackendDefinition server =
          with.server(
              """
              {"command": "${A}", "args": ["${B}", "--x=${C:-none}", "$${A} $A"], "cwd": "/${A}",
               "env": {"${A}": "${A}-${B}"}, "tags": ["${A}"]}
              """);

      assertThat(server.transport())
          .isEqualTo(
              new BackendTransport.Stdio(
                  "process",
                  List.of("file", "--x=none", "${A} $A"),
                  Map.of("${A}", "process-file"),
                  Optional.of("/process")));
      assertThat(server.tags()).containsExactly("${A}");
      assertThat(with.server("{\"url\": \"http://h:${PORT}/mcp\"}").transport())
          .isEqualTo(new BackendTransport.Http(URI.create("http://h:81/mcp"), Map.of()));
    }

    @Test
    void whenMissing_thenVariableServerAndKeyAreNamedOnce() {
      assertThat(
              folder.skipped("{\"url\": \"${HOST}/${PATH_}\", \"headers\": {\"A\": \"${KEY}\"}}"))
          .containsExactly(
              "mcp.json:1:30: mcpServers.s.url: variable not set: HOST, PATH_ (expected: a value in"
                  + " the environment or in .env)",
              "mcp.json:1:67: mcpServers.s.headers.A: variable not set: KEY (expected: a value in"
                  + " the environment or in .env)");
    }

    @Test
    void whenMissingInADisabledServer_thenItIsAWarning() {
      Reading.Loaded loaded =
          folder.loaded("{\"mcpServers\": {\"s\": {\"command\": \"${X}\", \"disabled\": true}}}");

      assertThat(loaded.skipped()).isEmpty();
      assertThat(loaded.warnings()).singleElement().matches(it -> it.problem().endsWith(": X"));
    }

    @Test
    void whenTheListFormNamesThem_thenTheirValuesAreTakenOver() {
      BackendDefinition server =
          folder
              .in(Map.of("TAKEN", "yes"))
              .server("{\"command\": \"x\", \"env\": [\"A=b=c\", \"TAKEN\", \"ABSENT\"]}");

      assertThat(((BackendTransport.Stdio) server.transport()).env())
          .isEqualTo(Map.of("A", "b=c", "TAKEN", "yes"));
    }

    @Test
    void whenTheirFileIsOdd_thenItsLineIsNamedWithoutItsText() {
      Reading.Loaded loaded = folder.with(".env", "A=1\nzzTopSecret\n").loaded("{}");

      assertThat(folder.lines(loaded.warnings()))
          .containsExactly(".env:2:1: line ignored (expected: NAME=value)");
    }
  }

  @Nested
  class GivenProblems {
    @Test
    void whenThereAreMany_thenAllAreToldAtOnce() {
      assertThat(
              folder.rejected(
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
                  """))
          .containsExactly(
              "mcp.json:3:5: runtime.htp: unknown key (expected: one of http, auth, loading,"
                  + " naming, limits); did you mean \"http\"?",
              "mcp.json:4:5: runtime.port: unknown key (expected: one of http, auth, loading,"
                  + " naming, limits); did you mean \"runtime.http.port\"?",
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
    void whenItIsNoText_thenThatIsSaid() throws IOException {
      Path file = Files.write(temp.resolve("mcp.json"), new byte[] {'{', (byte) 0xff, '}'});

      Reading reading = new JsonConfigFile(file, Map.of()).load();

      assertThat(folder.lines(((Reading.Rejected) reading).problems()))
          .containsExactly("mcp.json: is not UTF-8 text (expected: UTF-8)");
    }

    @Test
    void whenItIsAFolder_thenThatIsSaid() {
      Reading reading = new JsonConfigFile(temp, Map.of()).load();

      assertThat(reading).isInstanceOf(Reading.Rejected.class);
    }
  }

  @Test
  void givenAByteOrderMark_whenLoaded_thenItIsSkipped() {
    assertThat(folder.loaded("\uFEFF{}").warnings()).isEmpty();
  }

  @Test
  void givenNumbersAndTruthValues_whenTheyStandForTexts_thenTheirSpellingCounts() {
    BackendDefinition server =
        folder.server(
            "{\"command\": \"x\", \"args\": [1, 2.50, true], \"env\": {\"N\": 1e3, \"Z\": null},"
                + " \"timeout\": \"2m\"}");

    assertThat(server.transport())
        .isEqualTo(
            new BackendTransport.Stdio(
                "x", List.of("1", "2.50", "true"), Map.of("N", "1e3"), Optional.empty()));
    assertThat(server.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
  }
}
