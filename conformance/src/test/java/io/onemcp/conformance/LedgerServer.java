package io.onemcp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * An MCP server of revision 2025-11-25 in a few lines of shell: it starts within milliseconds, and
 * writes down every call that it carries out. Its tool {@code run} answers with the id of its
 * process.
 */
final class LedgerServer {
  private static final String SCRIPT =
      """
      while IFS= read -r line; do
        id=${line#*\\"id\\":}
        id=${id%%[,\\}]*}
        case "$line" in
          *'"method":"initialize"'*)
            result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}' ;;
          *'"method":"tools/list"'*)
            result='{"tools":[{"name":"run","inputSchema":{"type":"object"}}]}' ;;
          *'"method":"tools/call"'*)
            value=${line#*\\"value\\":\\"}
            echo "${value%%\\"*}" >> "$1"
            mood=well
            [ -f "$1.mood" ] && read -r mood < "$1.mood"
            case "$mood" in
              holding) echo $$ > "$1.held"; sleep 30 ;;
              babbling) echo 'no {JSON'; echo '[1, "batch"]'; echo; continue ;;
              flooding) yes 'a line that is of no use to anybody, as are those after it' | head -c 500000 >&2 ;;
            esac
            result='{"content":[{"type":"text","text":"'$$'"}]}' ;;
          *'"method":"ping"'*)
            result='{}' ;;
          *'"id"'*)
            printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\\n' "$id"
            continue ;;
          *)
            continue ;;
        esac
        printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
      done
      """;

  private final Path ledger;
  private final List<String> command;

  private LedgerServer(Path ledger, List<String> command) {
    this.ledger = ledger;
    this.command = command;
  }

  /** Makes a server whose files are in the folder. */
  static LedgerServer in(Path folder, String name) {
    return of(folder, name, SCRIPT);
  }

  /** Makes a server whose tool says that a second time does no harm. */
  static LedgerServer idempotent(Path folder, String name) {
    String hint = "\"annotations\":{\"idempotentHint\":true},";
    return of(folder, name, SCRIPT.replace("\"inputSchema\"", hint + "\"inputSchema\""));
  }

  private static LedgerServer of(Path folder, String name, String text) {
    try {
      Path script = Files.writeString(folder.resolve(name + ".sh"), text);
      Path ledger = Files.createFile(folder.resolve(name + ".calls"));
      return new LedgerServer(ledger, List.of("sh", script.toString(), ledger.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that starts it. */
  List<String> command() {
    return command;
  }

  /** From now on, or again, it ends as soon as it is started. */
  void broken(boolean broken) {
    try {
      Path script = Path.of(command.get(1));
      Files.writeString(script, broken ? "exit 7\n" : SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * From now on each call, once it is carried out, is kept without an answer ({@code holding}),
   * gets lines that are no messages ({@code babbling}), or comes with half a megabyte on standard
   * error ({@code flooding}); {@code well} ends that.
   */
  void mood(String mood) {
    try {
      Path next = Files.writeString(ledger.resolveSibling("mood.tmp"), mood + "\n");
      Files.move(next, Path.of(ledger + ".mood"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a call is held, and returns the process that holds it. */
  String awaitHeld(Duration within) {
    Path held = Path.of(ledger + ".held");
    return Eventually.see(() -> textOf(held), text -> text.endsWith("\n"), within).strip();
  }

  private static String textOf(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The argument of every call that it carried out, in order. */
  List<String> calls() {
    try {
      return Files.readAllLines(ledger);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
