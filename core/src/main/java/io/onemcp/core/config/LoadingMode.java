package io.onemcp.core.config;

/** When a backend is connected. */
public enum LoadingMode {
  /** From the start on, while clients are served already. */
  ASYNC,
  /** From the start on, and nobody is served before. */
  SYNC,
  /** By the first call that needs it; it is closed again when nobody has needed it for long. */
  LAZY
}
