package io.onemcp.core.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a backend is reached. */
public sealed interface BackendTransport {
  /**
   * A child process that speaks on its standard input and output.
   *
   * @param command program, looked up on the child's PATH
   * @param args arguments, passed as they are
   * @param env variables on top of the safe base environment
   * @param cwd working directory; the gateway's own when empty
   * @param stop how long it is given to end
   */
  record Stdio(
      String command,
      List<String> args,
      Map<String, String> env,
      Optional<String> cwd,
      StopTimes stop)
      implements BackendTransport {
    public Stdio {
      args = List.copyOf(args);
      env = Map.copyOf(env);
    }

    /** Gives the program the time to end that its kind gets by default. */
    public Stdio(String command, List<String> args, Map<String, String> env, Optional<String> cwd) {
      this(command, args, env, cwd, StopTimes.of(command));
    }

    /** Tells the command only: environment values may be secrets. */
    @Override
    public String toString() {
      return "stdio " + command;
    }
  }

  /** Streamable HTTP at one address; headers are sent with every request. */
  record Http(URI url, Map<String, String> headers) implements BackendTransport {
    public Http {
      headers = Map.copyOf(headers);
    }

    /** Tells host and path only: query and header values may be secrets. */
    @Override
    public String toString() {
      return "http " + shown(url);
    }
  }

  /** The HTTP+SSE transport of revision 2024-11-05. */
  record Sse(URI url, Map<String, String> headers) implements BackendTransport {
    public Sse {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "sse " + shown(url);
    }
  }

  /** A server object inside this JVM, known to the connector by this key. */
  record InProcess(String key) implements BackendTransport {}

  private static String shown(URI url) {
    String authority = url.getRawAuthority();
    return authority == null
        ? url.getScheme() + ":"
        : url.getScheme() + "://" + authority.replaceAll("^.*@", "") + url.getRawPath();
  }
}
