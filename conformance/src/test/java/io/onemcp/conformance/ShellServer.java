package io.onemcp.conformance;

import java.util.List;

/**
 * A stateful MCP server of a few lines of shell, which starts in milliseconds: for tests that start
 * hundreds. Its one tool {@code say} answers the value of the variable {@code SAYS}, or else the
 * number of the process.
 */
final class ShellServer {
  private static final String SCRIPT =
      """
      answer() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
      while IFS= read -r line; do
        id=${line#*'"id":'}
        id=${id%%[,\\}]*}
        case "$line" in
          *'"method":"notifications/'*) ;;
          *'"method":"initialize"'*)
            answer '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"shell","version":"1"}}' ;;
          *'"method":"tools/list"'*)
            answer '{"tools":[{"name":"say","inputSchema":{"type":"object"}}]}' ;;
          *'"method":"tools/call"'*)
            answer '{"content":[{"type":"text","text":"'"${SAYS:-$$}"'"}]}' ;;
          *'"method":"ping"'*) answer '{}' ;;
          *) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"Method not found"}}\\n' "$id" ;;
        esac
      done
      """;

  private ShellServer() {}

  /** Returns the command that runs it. */
  static List<String> command() {
    return List.of("sh", "-c", SCRIPT);
  }
}
