package io.onemcp.benchmarks.load;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How a client of one era words its requests to one endpoint.
 *
 * @param era the client's
 * @param endpoint of Streamable HTTP, on this machine
 * @param credential value of the header {@code Authorization}; empty for none
 */
public record Speech(Era era, URI endpoint, String credential) {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\""
          + Revision.LATEST_STATELESS.wire()
          + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  /** Returns a tool call whose text has so many characters. */
  public Template call(String session, String tool, int size) {
    return call(session, tool, "{\"text\":\"" + "x".repeat(size) + "\"}");
  }

  /** Returns a tool call whose answer has so many characters. */
  public Template result(String session, String tool, int size) {
    return call(session, tool, "{\"size\":" + size + "}");
  }

  /** Returns a tool call with arguments in JSON. */
  public Template call(String session, String tool, String arguments) {
    String members = "\"name\":\"" + tool + "\",\"arguments\":" + arguments;
    return template(session, Methods.TOOLS_CALL, members, tool);
  }

  /** Returns a request to be told of a resource's changes, for the stateful era. */
  public Template subscribe(String session, String uri) {
    return template(session, Methods.RESOURCES_SUBSCRIBE, "\"uri\":\"" + uri + "\"", "");
  }

  /** Returns a request for the list of tools. */
  public Template list(String session) {
    return template(session, Methods.TOOLS_LIST, "", "");
  }

  /** Returns one request for the list of tools, outside any load. */
  public ByteBuffer firstList(String session) {
    return list(session).with(0);
  }

  /** Returns the line of a tool call for a server that reads lines. */
  public static Template line(String tool, int size) {
    return new Template(
        body(
                Methods.TOOLS_CALL,
                "\"name\":\"" + tool + "\",\"arguments\":{\"text\":\"" + "x".repeat(size) + "\"}")
            + "\n");
  }

  /** Returns the opening request of a session. */
  Template initialize() {
    return new Template(
        post(
            "",
            "",
            body(
                Methods.INITIALIZE,
                "\"protocolVersion\":\""
                    + Revision.LATEST_STATEFUL.wire()
                    + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}")));
  }

  /** Returns what ends the opening of a session. */
  String initialized(String session) {
    return post(session, "", "{\"jsonrpc\":\"2.0\",\"method\":\"" + Methods.INITIALIZED + "\"}");
  }

  /** Returns the request for a session's stream. */
  String stream(String session) {
    return head("GET", session, "") + "Accept: text/event-stream\r\n\r\n";
  }

  private Template template(String session, String method, String members, String name) {
    if (era == Era.STATEFUL) {
      return new Template(post(session, "", body(method, members)));
    }
    String more =
        "Mcp-Method: " + method + "\r\n" + (name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n");
    return new Template(
        post("", more, body(method, members.isEmpty() ? META : META + "," + members)));
  }

  private static String body(String method, String members) {
    return "{\"jsonrpc\":\"2.0\","
        + Template.placeholder()
        + ",\"method\":\""
        + method
        + "\",\"params\":{"
        + members
        + "}}";
  }

  private String post(String session, String more, String body) {
    return head("POST", session, more)
        + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
        + "Content-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private String head(String verb, String session, String more) {
    Revision revision = era == Era.STATEFUL ? Revision.LATEST_STATEFUL : Revision.LATEST_STATELESS;
    return verb
        + " "
        + endpoint.getPath()
        + " HTTP/1.1\r\nHost: "
        + endpoint.getAuthority()
        + "\r\nMCP-Protocol-Version: "
        + revision.wire()
        + "\r\n"
        + (credential.isEmpty() ? "" : "Authorization: " + credential + "\r\n")
        + (session.isEmpty() ? "" : "Mcp-Session-Id: " + session + "\r\n")
        + more;
  }
}
