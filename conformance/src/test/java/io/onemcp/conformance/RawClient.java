package io.onemcp.conformance;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of either era that sends and reads texts, byte for byte. */
@FunctionalInterface
interface RawClient {
  /** What a stateless request has to hold in {@code _meta}. */
  String ENVELOPE =
      "\"io.modelcontextprotocol/protocolVersion\":\""
          + Revision.LATEST_STATELESS.wire()
          + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"raw\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{},"
          + "\"io.modelcontextprotocol/logLevel\":\"debug\"";

  Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");

  /**
   * Sends a request and returns everything that comes back, the answer last.
   *
   * @param name what {@code Mcp-Name} says; empty for none
   */
  List<String> send(String request, String name) throws InterruptedException;

  /** Opens a client at an endpoint. */
  static RawClient open(Era era, ScriptedClient endpoint) throws InterruptedException {
    if (era == Era.STATEFUL) {
      StatefulClient session = endpoint.initialize(Revision.LATEST_STATEFUL);
      return (request, _) -> texts(session.post(request));
    }
    return (request, name) -> texts(endpoint.post(request, headers(request, name)));
  }

  private static String[] headers(String request, String name) {
    Matcher method = METHOD.matcher(request);
    List<String> headers = new ArrayList<>();
    headers.addAll(List.of("MCP-Protocol-Version", Revision.LATEST_STATELESS.wire()));
    headers.addAll(List.of("Mcp-Method", method.find() ? method.group(1) : ""));
    if (!name.isEmpty()) {
      headers.addAll(List.of("Mcp-Name", name));
    }
    return headers.toArray(String[]::new);
  }

  private static List<String> texts(ClientAnswer answer) throws InterruptedException {
    if (!answer.isStream()) {
      return List.of(answer.body());
    }
    List<String> texts = new ArrayList<>();
    try (EventStream events = answer.events()) {
      for (Optional<EventStream.ServerEvent> next = events.next();
          next.isPresent();
          next = events.next()) {
        // An event without data tells the client where to resume, and is no message.
        if (!next.get().data().isEmpty()) {
          texts.add(next.get().data());
        }
      }
    }
    return texts;
  }
}
