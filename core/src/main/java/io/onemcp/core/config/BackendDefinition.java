package io.onemcp.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What configuration says about one backend.
 *
 * @param name unique in its configuration
 * @param transport how it, or the first of its replicas, is reached
 * @param disabled whether it stays unconnected
 * @param tags labels to select it by
 * @param connectTimeout bound on start, era probe, handshake and first lists, together
 * @param requestTimeout bound on the answer to one request
 * @param upkeep when it is started and restarted, and how much of it is used
 * @param replicas how many of it there are
 */
public record BackendDefinition(
    BackendName name,
    BackendTransport transport,
    boolean disabled,
    Set<String> tags,
    Duration connectTimeout,
    Duration requestTimeout,
    Upkeep upkeep,
    Replicas replicas) {
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofMinutes(5);

  public BackendDefinition {
    tags = Set.copyOf(tags);
  }

  /** Makes a definition of a backend of which there is one. */
  public BackendDefinition(
      BackendName name,
      BackendTransport transport,
      boolean disabled,
      Set<String> tags,
      Duration connectTimeout,
      Duration requestTimeout,
      Upkeep upkeep) {
    this(name, transport, disabled, tags, connectTimeout, requestTimeout, upkeep, Replicas.NONE);
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
        name, other, disabled, tags, connectTimeout, requestTimeout, upkeep, replicas);
  }

  /** Returns the same backend with another upkeep. */
  public BackendDefinition kept(Upkeep other) {
    return new BackendDefinition(
        name, transport, disabled, tags, connectTimeout, requestTimeout, other, replicas);
  }

  /** Returns the same backend with other replicas. */
  public BackendDefinition replicated(Replicas other) {
    return new BackendDefinition(
        name, transport, disabled, tags, connectTimeout, requestTimeout, upkeep, other);
  }

  /** Returns one replica of it, alone, under a name of its own. */
  public BackendDefinition replica(BackendName ownName, BackendTransport way) {
    return new BackendDefinition(
        ownName, way, disabled, tags, connectTimeout, requestTimeout, upkeep);
  }

  /** Returns how each of its replicas is reached. */
  public List<BackendTransport> transports() {
    List<BackendTransport> all = new ArrayList<>();
    all.add(transport);
    all.addAll(replicas.others());
    return all;
  }

  /** Returns whether there is more than one of it. */
  public boolean isGroup() {
    return !replicas.others().isEmpty();
  }
}
