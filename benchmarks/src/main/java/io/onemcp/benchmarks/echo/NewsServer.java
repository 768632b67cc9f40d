package io.onemcp.benchmarks.echo;

import io.onemcp.benchmarks.wire.LineBuffer;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of the stateful era on standard input and output whose resources change at a steady rate
 * when its tool {@code publish} is called: with a number of notifications, how many of them a
 * second, and over how many resources they go round. Each tells when it was sent, by the clock that
 * all processes of a machine share.
 */
public final class NewsServer {
  /** Name of the tool. */
  public static final String TOOL = "publish";

  /** Stands before the nanoseconds at which a notification was sent. */
  public static final String SENT_AT = "\"sentAt\":\"";

  /** Digits of them. */
  public static final int DIGITS = 19;

  private static final int CHUNK = 1 << 16;

  private final MessageCodec codec = new MessageCodec(100);
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final int resources;

  private NewsServer(int resources) {
    this.resources = resources;
  }

  /** Serves until the input ends; the argument is the number of resources. */
  public static void main(String[] args) throws IOException {
    NewsServer server = new NewsServer(Integer.parseInt(args[0]));
    LineBuffer lines = new LineBuffer();
    byte[] chunk = new byte[CHUNK];
    try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        lines.add(chunk, read, server::take);
      }
    }
  }

  /** Returns the URI of the n-th resource. */
  public static String uri(int n) {
    return "news://paper/" + n + "/";
  }

  private void take(byte[] line) {
    if (codec.decode(line) instanceof Decoded.Single(Message.Request request)) {
      write(Message.Success.of(request.id(), result(request)).whole().utf8());
      if (request.method().equals(Methods.TOOLS_CALL)) {
        Thread.ofPlatform().start(() -> publish(request));
      }
    }
  }

  private Json result(Message.Request request) {
    JsonWriter result = new JsonWriter();
    return switch (request.method()) {
      case Methods.INITIALIZE ->
          result
              .put("protocolVersion", request.params().text("protocolVersion") + "")
              .put("capabilities", Json.of("{\"tools\":{},\"resources\":{\"subscribe\":true}}"))
              .put("serverInfo", Json.of("{\"name\":\"news\",\"version\":\"1\"}"))
              .json();
      case Methods.TOOLS_LIST ->
          Json.of(
              "{\"tools\":[{\"name\":\"" + TOOL + "\",\"inputSchema\":{\"type\":\"object\"}}]}");
      case Methods.RESOURCES_LIST -> result.put("resources", papers()).json();
      case Methods.RESOURCE_TEMPLATES_LIST -> Json.of("{\"resourceTemplates\":[]}");
      case Methods.TOOLS_CALL -> Json.of("{\"content\":[]}");
      default -> Json.EMPTY_OBJECT;
    };
  }

  private Json papers() {
    List<Json> all = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      all.add(new JsonWriter().put("uri", uri(i)).put("name", "paper " + i).json());
    }
    return JsonWriter.array(all);
  }

  private void publish(Message.Request request) {
    int count = argument(request, "count");
    long pause = 1_000_000_000L / argument(request, "rate");
    int over = argument(request, "over");
    long due = System.nanoTime();
    for (int i = 0; i < count; i++, due += pause) {
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      String digits = ("%0" + DIGITS + "d").formatted(due);
      String note =
          "{\"jsonrpc\":\"2.0\",\"method\":\""
              + Methods.RESOURCE_UPDATED
              + "\",\"params\":{\"uri\":\""
              + uri(i % over)
              + "\","
              + SENT_AT
              + digits
              + "\"}}";
      write(note.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static int argument(Message.Request request, String name) {
    return Integer.parseInt(String.valueOf(request.params().at("arguments", name)));
  }

  private synchronized void write(byte[] message) {
    byte[] line = Arrays.copyOf(message, message.length + 1);
    line[message.length] = '\n';
    try {
      out.write(line);
    } catch (IOException e) {
      throw new IllegalStateException("nobody listens any more", e);
    }
  }
}
