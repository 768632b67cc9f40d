package io.onemcp.core.backend;

/** Something for the one thread to know that owns a backend's state. */
sealed interface Letter {
  /** Somebody, or the clock, wants something. */
  record Order(ConnectionSignal signal) implements Letter {}

  /** Something happened to a dial or to its connection. */
  record Report(LiveHop from, ConnectionSignal signal) implements Letter {}

  /** A connection may have been without use for long. */
  record Unused(LiveHop from) implements Letter {}

  /** An absence has lasted for longer than what it offers stays listed. */
  record Gone(int absence) implements Letter {}

  /** Somebody may have missed what it offers. */
  record Again() implements Letter {}

  /** It follows a backend that offered this. */
  record Legacy(Offer offer) implements Letter {}

  /** Lists that had changed were read. */
  record Lists(LiveHop from, Offer offer) implements Letter {}
}
