package io.onemcp.core.catalog;

import io.onemcp.core.config.BackendName;

/** Which part of the gateway an address shows. */
public sealed interface View {
  /** All backends together, with exposed names: {@code /mcp}. */
  View EVERYTHING = new Everything();

  /** All backends together. */
  record Everything() implements View {}

  /** One backend, with its own names and URIs: {@code /mcp/server/{name}}. */
  record OneBackend(BackendName backend) implements View {}
}
