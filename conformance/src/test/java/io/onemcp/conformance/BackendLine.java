package io.onemcp.conformance;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedSse;
import io.onemcp.testkit.ScriptedStdio;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every way in which the gateway reaches a backend of one era. */
public enum BackendLine {
  STATEFUL_STDIO(Era.STATEFUL, Carrier.STDIO),
  STATEFUL_HTTP_JSON(Era.STATEFUL, Carrier.HTTP_JSON),
  STATEFUL_HTTP_STREAM(Era.STATEFUL, Carrier.HTTP_STREAM),
  STATEFUL_SSE(Era.STATEFUL, Carrier.SSE),
  STATELESS_STDIO(Era.STATELESS, Carrier.STDIO),
  STATELESS_HTTP_JSON(Era.STATELESS, Carrier.HTTP_JSON),
  STATELESS_HTTP_STREAM(Era.STATELESS, Carrier.HTTP_STREAM),
  STATELESS_IN_PROCESS(Era.STATELESS, Carrier.IN_PROCESS);

  private static final List<String> ON_A_STREAM = List.of("", "", " ", "\t", "\n", "\n\n \t");
  private static final List<String> ANYWHERE =
      List.of("", "", " ", "\t", "\n", "\r\n", "\r", " \r\n\t\n");

  private final Era era;
  private final Carrier carrier;

  BackendLine(Era era, Carrier carrier) {
    this.era = era;
    this.carrier = carrier;
  }

  static List<BackendLine> of(Era era) {
    return Arrays.stream(values()).filter(line -> line.era == era).toList();
  }

  Era era() {
    return era;
  }

  /** The name that a backend on this line has unless the test says otherwise. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether all messages of a backend come over one stream, whatever request they belong to. */
  public boolean sharesOneStream() {
    return carrier == Carrier.STDIO || carrier == Carrier.SSE;
  }

  /**
   * The blanks that the backend can write between tokens: a line break ends a line, and a carriage
   * return the line of an event.
   *
   * @param interim whether something comes before the answer, which makes a stream of HTTP
   */
  List<String> blanks(boolean interim) {
    return switch (carrier) {
      case STDIO -> List.of("", "", " ", "\t", "  \t ");
      case HTTP_STREAM, SSE -> ON_A_STREAM;
      case HTTP_JSON -> interim ? ON_A_STREAM : ANYWHERE;
      case IN_PROCESS -> ANYWHERE;
    };
  }

  /** What the gateway has to write of a text, where this line frames it. */
  String framed(String text) {
    return carrier == Carrier.STDIO ? text.replace('\n', ' ').replace('\r', ' ') : text;
  }

  /** Makes a server of this line's era. */
  ScriptedServer server() {
    return ScriptedServer.of(
        era == Era.STATEFUL ? Revision.LATEST_STATEFUL : Revision.LATEST_STATELESS);
  }

  /** Serves a script on this line, and adds it to a runtime; returns what ends it. */
  public AutoCloseable serve(String name, ScriptedServer server, OneMcpRuntime.Builder gateway) {
    return switch (carrier) {
      case STDIO -> {
        ScriptedStdio stdio = ScriptedStdio.serve(server);
        yield added(stdio.definition(name), stdio, gateway);
      }
      case HTTP_JSON -> {
        ScriptedHttp http = ScriptedHttp.serve(server);
        yield added(http.definition(name), http, gateway);
      }
      case HTTP_STREAM -> {
        ScriptedHttp http = ScriptedHttp.serve(server, ScriptedHttp.Option.ALWAYS_STREAMS);
        yield added(http.definition(name), http, gateway);
      }
      case SSE -> {
        ScriptedSse sse = ScriptedSse.serve(server);
        yield added(sse.definition(name), sse, gateway);
      }
      case IN_PROCESS -> {
        InProcessScript script = new InProcessScript(server);
        gateway.server(name, script);
        yield script;
      }
    };
  }

  private static AutoCloseable added(
      BackendDefinition definition, AutoCloseable end, OneMcpRuntime.Builder gateway) {
    gateway.backend(definition);
    return end;
  }

  private enum Carrier {
    STDIO,
    HTTP_JSON,
    HTTP_STREAM,
    SSE,
    IN_PROCESS
  }
}
