package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.onemcp.adapters.http.inbound.DoorBlockedException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.StatefulClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class OneMcpRuntimeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Json WORD = Json.of("{\"word\":\"hey\"}");
  private static final String LOOPBACK = "127.0.0.1";

  private static URI url(OneMcpRuntime runtime) {
    return runtime.url().orElseThrow();
  }

  @Nested
  final class GivenNoSocketIsAskedFor {
    @Test
    void whenStarted_thenThereIsNoneAndTheClientWorksAllTheSame() throws Exception {
      Leftovers before = Leftovers.before();
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder().server("sample", SampleTools.server()).start()) {
        assertThat(runtime.url()).isEmpty();
        assertThat(runtime.client().tools())
            .containsExactlyInAnyOrder(
                "sample__echo", "sample__steps", "sample__fail", "sample__crash");
        assertThat(runtime.client().callForText("sample__echo", WORD)).isEqualTo("hey");
        assertThat(before.newThreads())
            .isNotEmpty()
            .noneMatch(name -> name.contains("onemcp-http"));
      }
    }

    @Test
    void whenThereIsNoBackend_thenTheListIsEmpty() throws InterruptedException {
      try (OneMcpRuntime runtime = OneMcpRuntime.builder().start()) {
        assertThat(runtime.awaitSettled(Duration.ZERO)).isTrue();
        assertThat(runtime.backends()).isEmpty();
        assertThat(runtime.client().tools()).isEmpty();
      }
    }
  }

  @Nested
  final class GivenTwoServers {
    @Test
    void whenTheyOfferTheSameTool_thenEachIsCalledUnderItsServersName()
        throws InterruptedException {
      ToolServer loud =
          ToolServer.named("loud")
              .tool("echo", "Shouts", SampleTools.ANY, _ -> ToolOutput.text("HEY"));
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .server("quiet", SampleTools.server())
              .server("loud", loud)
              .start()) {
        GatewayClient client = runtime.client();

        assertThat(client.tools()).contains("quiet__echo", "loud__echo");
        assertThat(client.callForText("quiet__echo", WORD)).isEqualTo("hey");
        assertThat(client.callForText("loud__echo", WORD)).isEqualTo("HEY");
      }
    }

    @Test
    void whenTheyHaveTheSameName_thenNothingStarts() throws IOException {
      Leftovers before = Leftovers.before();
      GatewayConfig config =
          GatewayConfig.DEFAULT.withBackends(
              List.of(ToolServerChild.definition("same", Era.STATEFUL)));

      assertThatIllegalArgumentException()
          .isThrownBy(
              OneMcpRuntime.builder()
                      .server("same", SampleTools.server())
                      .server("same", SampleTools.server())
                  ::start)
          .withMessageContaining("\"same\"");
      assertThatIllegalArgumentException()
          .isThrownBy(
              OneMcpRuntime.builder().config(config).server("same", SampleTools.server())::start)
          .withMessageContaining("\"same\"");
      before.assertNone();
    }
  }

  @Nested
  final class GivenAConfiguration {
    private final BackendDefinition off =
        new BackendDefinition(
            new BackendName("off"),
            new BackendTransport.InProcess("nobody"),
            true,
            Set.of(),
            BackendDefinition.DEFAULT_CONNECT_TIMEOUT,
            BackendDefinition.DEFAULT_REQUEST_TIMEOUT);

    @Test
    void whenServersAreAdded_thenBothCount() throws InterruptedException {
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .server("sample", SampleTools.server())
              .config(GatewayConfig.DEFAULT.withBackends(List.of(off)))
              .start()) {
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();

        assertThat(runtime.backends())
            .extracting(BackendReport::name, BackendReport::state)
            .containsExactly(tuple("off", "disabled"), tuple("sample", "ready"));
      }
    }

    @Test
    void whenItComesAfterTheAddress_thenTheAddressStands() throws IOException {
      try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        GatewayConfig config =
            GatewayConfig.DEFAULT.withHttp(HttpConfig.DEFAULT.at(LOOPBACK, busy.getLocalPort()));

        try (OneMcpRuntime runtime =
            OneMcpRuntime.builder().http(LOOPBACK, 0).config(config).start()) {
          assertThat(url(runtime).getPort()).isPositive().isNotEqualTo(busy.getLocalPort());
        }
      }
    }

    @Test
    void whenItNamesAnAddressThatNobodyAskedFor_thenThereIsNoSocket() {
      try (OneMcpRuntime runtime = OneMcpRuntime.builder().config(GatewayConfig.DEFAULT).start()) {
        assertThat(runtime.url()).isEmpty();
      }
    }
  }

  @Nested
  final class GivenABusyPort {
    @Test
    void whenStarted_thenItFailsAndNothingIsLeft() throws IOException {
      Leftovers before = Leftovers.before();
      try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        OneMcpRuntime.Builder builder =
            OneMcpRuntime.builder()
                .server("sample", SampleTools.server())
                .backend(ToolServerChild.definition("child", Era.STATEFUL))
                .http(LOOPBACK, busy.getLocalPort());

        assertThatThrownBy(builder::start)
            .isInstanceOf(DoorBlockedException.class)
            .hasMessageContaining(String.valueOf(busy.getLocalPort()));
        before.assertNone();
      }
    }
  }

  @Nested
  final class GivenTwoRuntimes {
    @Test
    void whenOneIsClosed_thenTheOtherIsNotDisturbed() throws InterruptedException {
      OneMcpRuntime.Builder builder =
          OneMcpRuntime.builder().server("sample", SampleTools.server()).http(LOOPBACK, 0);
      try (OneMcpRuntime kept = builder.start();
          ScriptedClient client = ScriptedClient.of(url(kept))) {
        try (OneMcpRuntime other = builder.start()) {
          assertThat(other.url()).isNotEqualTo(kept.url());
          assertThat(other.client().callForText("sample__echo", WORD)).isEqualTo("hey");
        }

        assertThat(client.stateless().callTool("sample__echo", "{\"word\":\"on\"}").toString())
            .contains("\"on\"");
        assertThat(kept.client().callForText("sample__echo", WORD)).isEqualTo("hey");
      }
    }
  }

  @Nested
  final class GivenAClientThatWantsProgress {
    private static final String STEPS =
        "{\"name\":\"sample__steps\",\"arguments\":{},\"_meta\":{\"progressToken\":\"t-1\"}}";

    @Test
    void whenAToolTellsIt_thenEachStepComesBeforeTheAnswerInBothEras() throws InterruptedException {
      try (OneMcpRuntime runtime =
              OneMcpRuntime.builder()
                  .server("sample", SampleTools.server())
                  .http(LOOPBACK, 0)
                  .start();
          ScriptedClient client = ScriptedClient.of(url(runtime));
          StatefulClient session = client.initialize(Revision.LATEST_STATEFUL)) {
        assertSteps(client.stateless().call(Methods.TOOLS_CALL, STEPS));
        assertSteps(session.call(Methods.TOOLS_CALL, STEPS));
      }
    }

    private static void assertSteps(ClientAnswer answer) throws InterruptedException {
      assertThat(answer.result().at("structuredContent")).hasToString("{\"steps\":3}");
      assertThat(answer.interim())
          .extracting(
              note -> note.text("params", "progressToken") + " " + note.at("params", "progress"))
          .containsExactly("t-1 1", "t-1 2", "t-1 3");
    }
  }

  @Nested
  final class GivenABackendOverHttp {
    @Test
    void whenClosed_thenItsConnectionsLeaveNoThread() throws Exception {
      try (ScriptedHttp peer = ScriptedHttp.serve(ScriptedServer.dual().echoTool("echo"))) {
        Leftovers before = Leftovers.before();
        try (OneMcpRuntime runtime =
            OneMcpRuntime.builder().backend(peer.definition("far")).start()) {
          assertThat(runtime.client().callForText("far__echo", WORD))
              .isEqualTo("{\"word\":\"hey\"}");
        }
        before.assertNone();
      }
    }
  }

  @Nested
  final class GivenChildProcesses {
    @Test
    void whenToolServersAreServedOverStdio_thenBothErasWorkAndCloseEndsThem() throws Exception {
      Leftovers before = Leftovers.before();
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .backend(ToolServerChild.definition("old", Era.STATEFUL))
              .backend(ToolServerChild.definition("new", Era.STATELESS))
              .start()) {
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
        assertThat(runtime.backends())
            .extracting(BackendReport::revision)
            .containsExactly(
                Optional.of(Revision.LATEST_STATELESS.wire()),
                Optional.of(Revision.LATEST_STATEFUL.wire()));
        for (String name : List.of("old", "new")) {
          assertThat(runtime.client().callForText(name + "__echo", WORD)).isEqualTo("hey");
          assertThat(runtime.client().call(name + "__fail", WORD).at("isError"))
              .hasToString("true");
        }
        assertThat(ProcessHandle.current().children()).isNotEmpty();
      }
      before.assertNone();
    }
  }

  @Nested
  final class GivenReports {
    @Test
    void whenReady_thenTheReportTellsWhatThereIs() throws InterruptedException {
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder().server("sample", SampleTools.server()).start()) {
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();

        assertThat(runtime.backends())
            .containsExactly(
                new BackendReport(
                    "sample",
                    "ready",
                    true,
                    true,
                    new BackendTransport.InProcess("sample").toString(),
                    Optional.of(Revision.LATEST_STATELESS.wire()),
                    Map.of("tools", 4, "prompts", 0, "resources", 0, "resourceTemplates", 0),
                    Optional.empty(),
                    ""));
      }
    }
  }
}
