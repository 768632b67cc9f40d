package io.onemcp.benchmarks.jmh;

import java.nio.charset.StandardCharsets;

/** Messages as they come over the wire. */
final class Wording {
  private Wording() {}

  /** Returns a call of the stateless era whose text has so many characters. */
  static byte[] call(int size) {
    return bytes(
        "{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"tools/call\",\"params\":{"
            + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{}},"
            + "\"name\":\"echo0__echo\",\"arguments\":{\"text\":\""
            + "x".repeat(size)
            + "\"}}}");
  }

  /** Returns an answer whose text has so many characters. */
  static byte[] answer(int size) {
    return bytes(
        "{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
            + "x".repeat(size)
            + "\"}]}}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
