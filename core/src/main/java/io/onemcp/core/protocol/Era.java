package io.onemcp.core.protocol;

/**
 * A family of revisions with one wire behaviour. A hop has one era; the two hops of an exchange may
 * differ.
 */
public enum Era {
  /** With handshake and sessions: up to 2025-11-25. The specification calls it legacy. */
  STATEFUL,
  /** Every request stands alone: from 2026-07-28. The specification calls it modern. */
  STATELESS
}
