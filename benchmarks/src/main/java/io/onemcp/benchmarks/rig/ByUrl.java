package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.load.Opening;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product that somebody else started, with the rig's stdio echo server behind it. The tool is the
 * first one listed whose name has "echo" in it; processor time and memory are not known.
 *
 * @param label in figures and reports
 * @param endpoint of Streamable HTTP
 * @param credential value of the header {@code Authorization}; empty for none
 */
record ByUrl(String label, URI endpoint, String credential) implements Product {
  private static final Pattern TOOL =
      Pattern.compile("\"name\"\\s*:\\s*\"([^\"]*" + EchoAnswers.TOOL + "[^\"]*)\"");

  /** Reads {@code NAME=URL} or {@code NAME=URL,KEY}. */
  static ByUrl of(String text) {
    Matcher parts = Pattern.compile("([^=]+)=(http://[^,]+)(?:,(.+))?").matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--product: " + text + " (expected: NAME=URL or NAME=URL,KEY, where URL is http)");
    }
    String key = Optional.ofNullable(parts.group(3)).map(each -> "Bearer " + each).orElse("");
    return new ByUrl(parts.group(1), URI.create(parts.group(2)), key);
  }

  @Override
  public String version() {
    return "at " + endpoint;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return era == Era.STATEFUL && kind == BackendKind.STDIO;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    Speech speech = new Speech(Era.STATEFUL, endpoint, credential);
    try (SocketChannel channel = Opening.connect(speech)) {
      String session = Opening.session(speech, channel);
      byte[] list = Opening.exchange(channel, speech.firstList(session)).body();
      Matcher name = TOOL.matcher(new String(list, StandardCharsets.UTF_8));
      if (!name.find()) {
        throw new IOException("lists no tool whose name has \"echo\" in it");
      }
      return new Running(
          endpoint, () -> credential, name.group(1), Integer.MAX_VALUE, Optional.empty());
    }
  }
}
