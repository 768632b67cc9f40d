package io.onemcp.core.backend;

import io.onemcp.core.protocol.RequestId;

/** A request on its way to a backend; the id is unique on its connection. */
public record OutboundRequest(RequestId id, OutboundMessage message) {}
