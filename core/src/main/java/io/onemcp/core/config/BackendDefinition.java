package io.onemcp.core.config;

import java.time.Duration;
import java.util.Set;

/**
 * What configuration says about one backend.
 *
 * @param name unique in its configuration
 * @param transport how it is reached
 * @param disabled whether it stays unconnected
 * @param tags labels to select it by
 * @param connectTimeout bound on start, era probe, handshake and first lists, together
 * @param requestTimeout bound on the answer to one request
 * @param upkeep when it is started and restarted, and how much of it is used
 */
public record BackendDefinition(
    BackendName name,
    BackendTransport transport,
    boolean disabled,
    Set<String> tags,
    Duration connectTimeout,
    Duration requestTimeout,
    Upkeep upkeep) {
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofMinutes(5);

  public BackendDefinition {
    tags = Set.copyOf(tags);
  }

  /** Makes a definition with the usual upkeep. */
  public BackendDefinition(
      BackendName name,
      BackendTransport transport,
      boolean disabled,
      Set<String> tags,
      Duration connectTimeout,
      Duration requestTimeout) {
    this(name, transport, disabled, tags, connectTimeout, requestTimeout, Upkeep.DEFAULT);
  }

  /** Makes an enabled, untagged definition with default time-outs. */
  public static BackendDefinition of(String name, BackendTransport transport) {
    return new BackendDefinition(
        new BackendName(name),
        transport,
        false,
        Set.of(),
        DEFAULT_CONNECT_TIMEOUT,
        DEFAULT_REQUEST_TIMEOUT);
  }

  /** Returns the same backend, reached another way. */
  public BackendDefinition over(BackendTransport other) {
    return new BackendDefinition(
        name, other, disabled, tags, connectTimeout, requestTimeout, upkeep);
  }

  /** Returns the same backend with another upkeep. */
  public BackendDefinition kept(Upkeep other) {
    return new BackendDefinition(
        name, transport, disabled, tags, connectTimeout, requestTimeout, other);
  }
}
