package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  private static final String INITIALIZE =
      """
      {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion":
      "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
      """;

  @TempDir private Path home;

  @Nested
  class GivenWrongArguments {
    @Test
    void whenAnOptionIsUnknown_thenTheNearestIsNamed() {
      CommandRun run = run("serve", "--prot=1");

      assertThat(run)
          .isEqualTo(
              new CommandRun(
                  2,
                  "",
                  "onemcp serve: unknown option \"--prot\"; did you mean \"--port\"?"
                      + " (see onemcp serve --help)\n"));
    }

    @Test
    void whenACommandIsUnknown_thenTheNearestIsNamed() {
      CommandRun run = run("srve");

      assertThat(run)
          .isEqualTo(
              new CommandRun(
                  2,
                  "",
                  "onemcp: unknown argument \"srve\"; did you mean \"serve\"?"
                      + " (see onemcp --help)\n"));
    }

    @Test
    void whenAValueCannotBe_thenItIsAUsageError() {
      assertThat(run("serve", "--port", "many").exitCode()).isEqualTo(2);
      assertThat(run("serve", "--port", "70000").exitCode()).isEqualTo(2);
      assertThat(run("serve", "--port").exitCode()).isEqualTo(2);
      assertThat(run("serve", "--no-auth=perhaps").exitCode()).isEqualTo(2);
      assertThat(run("serve", "--host", "").exitCode()).isEqualTo(2);
    }

    @Test
    void whenHelpIsAsked_thenItIsPrinted() {
      CommandRun run = run("serve", "--help");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("--config", "--confirm-no-auth", "Exit codes:");
    }
  }

  @Nested
  class GivenAConfigurationThatCannotBe {
    @Test
    void whenTheFileIsMissing_thenThatIsSaid() {
      Path file = home.resolve("absent.json");

      assertThat(run("serve", "--config", file.toString()))
          .isEqualTo(
              new CommandRun(
                  1,
                  "",
                  "onemcp serve: "
                      + file
                      + ": there is no such file (expected: a configuration file)\n"));
    }

    @Test
    void whenTheFileIsWrong_thenAllProblemsAreTold() throws IOException {
      Path file =
          Files.writeString(
              home.resolve("mcp.json"), "{\"runtime\": {\"http\": {\"prot\": 1}, \"auht\": {}}}");

      CommandRun run = run("serve", "--config", file.toString());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines())
          .hasSize(3)
          .last()
          .isEqualTo("onemcp serve: " + file + ": cannot be used, 2 problems");
    }

    @Test
    void whenItIsOpenToOtherMachinesWithoutKeys_thenItIsRefused() throws IOException {
      String file = emptyConfig();
      String refusal =
          "onemcp serve: without authentication, 0.0.0.0 would let everybody in reach call every"
              + " server (expected: a loopback address, or --confirm-no-auth)\n";

      assertThat(run("serve", "--config", file, "--no-auth", "--host", "0.0.0.0"))
          .isEqualTo(new CommandRun(1, "", refusal));
      assertThat(
              CommandRun.of(
                  new HostSystem(
                      Map.of("ONEMCP_NO_AUTH", "1", "ONEMCP_HOST", "0.0.0.0"), "Linux", home),
                  "serve",
                  "--config",
                  file))
          .isEqualTo(new CommandRun(1, "", refusal));
    }

    @Test
    void whenTheKeyFileIsOpenToOthers_thenItIsRefusedWithTheRemedy() throws IOException {
      String file = emptyConfig();
      Path key = Files.writeString(home.resolve("api-key"), "0123456789abcdef");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

      CommandRun run = run("serve", "--config", file);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("chmod 600 " + key).doesNotContain("0123456789abcdef");
    }

    @Test
    void whenThePortIsBusy_thenItIsOneSentence() throws IOException {
      String file = emptyConfig();
      try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = busy.getLocalPort();

        CommandRun run = run("serve", "--config", file, "--port", "" + port);

        assertThat(run)
            .isEqualTo(
                new CommandRun(
                    1,
                    "",
                    "onemcp serve: cannot listen on 127.0.0.1 port "
                        + port
                        + ": Address already in use (expected: an address of this machine and a"
                        + " free port; port 0 picks one)\n"));
      }
    }
  }

  @Nested
  class GivenARunningGateway {
    @Test
    void whenItStarts_thenItTellsAddressKeyAndBackends_andEndsInOrder() throws Exception {
      Path file = Files.writeString(home.resolve("mcp.json"), twoServers());
      try (CommandProcess serve =
          CommandProcess.serve(
              home, Map.of("ONEMCP_PORT", "1"), "-c", file.toString(), "--port=0")) {
        URI url = URI.create(serve.awaitLine("OneMCP serves ").substring(14));
        Path key = home.resolve("api-key");
        assertThat(serve.awaitLine("API key in ")).contains(key.toString());
        List<String> lines = List.of(serve.awaitLine("  "), serve.awaitLine("  "));

        assertThat(lines)
            .anyMatch(line -> line.matches("✓ sample  \\d+ tools?.*  \\(stdio, 2025-11-25\\)"))
            .anyMatch(line -> line.startsWith("✗ gone  ") && line.contains("command not found"));
        assertThat(serve.awaitError("left out: ")).contains("mcpServers.broken.command: missing");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
        assertThat(status(url, "none")).isEqualTo(401);
        assertThat(status(url, Files.readString(key).strip())).isEqualTo(200);
        assertThat(run("wait", "-c", file.toString(), "sample").out()).isEqualTo("Ready: sample\n");
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(home.resolve("runtime.json"))))
            .isEqualTo("rw-------");
        List<ProcessHandle> children = serve.children();
        assertThat(children).isNotEmpty();
        assertThat(serve.terminate()).isZero();
        assertThat(home.resolve("runtime.json")).doesNotExist();
        for (ProcessHandle child : children) {
          child.onExit().get(10, TimeUnit.SECONDS);
        }
      }
    }

    @Test
    void whenASocketIsNamed_thenItsUserNeedsNoKey() throws Exception {
      Path file =
          Files.writeString(
              home.resolve("mcp.json"), "{\"runtime\": {\"http\": {\"socket\": \"gate.sock\"}}}");
      Path socket = home.resolve("gate.sock");
      try (CommandProcess serve =
          CommandProcess.serve(home, Map.of(), "-c", file.toString(), "--port=0")) {
        URI url = URI.create(serve.awaitLine("OneMCP serves ").substring(14));
        assertThat(serve.awaitLine("OneMCP serves ")).contains(socket + " too");

        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(status(url, "none")).isEqualTo(401);
        assertThat(serve.terminate()).isZero();
        assertThat(socket).doesNotExist();
      }
    }

    @Test
    void whenTheOnlyServerIsLeftOut_thenNobodyIsToldThatThereIsNone() throws Exception {
      Path file = home.resolve("mcp.json");
      Files.writeString(file, "{\"mcpServers\":{\"broken\":{}}}");
      try (CommandProcess serve =
          CommandProcess.serve(home, Map.of("ONEMCP_PORT", "0"), "-c", file.toString())) {
        serve.awaitError("left out: ");
        serve.awaitLine("API key in ");
        Files.writeString(file, "{\"mcpServers\":{\"off\":{\"command\":\"x\",\"disabled\":true}}}");

        assertThat(serve.awaitLine("")).isEqualTo("Configuration applied");
        assertThat(serve.terminate()).isZero();
      }
    }

    @Test
    void whenNoFileIsNamed_thenTheUsualOneIsMade() throws Exception {
      try (CommandProcess serve =
          CommandProcess.serve(home, Map.of("ONEMCP_PORT", "0"), "--no-auth")) {
        Path file = home.resolve(".config/onemcp/mcp.json");

        assertThat(serve.awaitLine("Made an empty configuration")).endsWith(file.toString());
        URI url = URI.create(serve.awaitLine("OneMCP serves ").substring(14));
        serve.awaitLine("No key needed");
        serve.awaitLine("No servers yet");

        assertThat(status(url, "none")).isEqualTo(200);
        assertThat(home.resolve(".config/onemcp/api-key")).doesNotExist();
        assertThat(serve.terminate()).isZero();
      }
    }
  }

  private CommandRun run(String... args) {
    return CommandRun.of(CommandRun.machine(home), args);
  }

  private String emptyConfig() throws IOException {
    return Files.writeString(home.resolve("mcp.json"), "{}").toString();
  }

  private static String twoServers() {
    List<String> java = CommandProcess.javaCommand();
    String args = java.stream().skip(1).map(it -> "\"" + it + "\", ").collect(Collectors.joining());
    return """
    {"mcpServers": {
      "sample": {"command": "%s", "args": [%s "%s", "sample-server"]},
      "gone": {"command": "no-such-command-anywhere"},
      "broken": {}
    }}
    """
        .formatted(java.getFirst(), args, Main.class.getName());
  }

  private static String statusLine(Path socket) throws IOException {
    String request =
        """
        POST /mcp HTTP/1.1\r
        Host: any.example\r
        Content-Type: application/json\r
        Accept: application/json, text/event-stream\r
        Connection: close\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(INITIALIZE.length(), INITIALIZE);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  private static int status(URI url, String key) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(url)
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .header("Accept", "application/json, text/event-stream")
              .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
