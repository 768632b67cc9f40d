package io.onemcp.rules.bad.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks: loggers are private static final. */
public final class PublicLogger {
  final Logger log = LoggerFactory.getLogger(PublicLogger.class);
}
