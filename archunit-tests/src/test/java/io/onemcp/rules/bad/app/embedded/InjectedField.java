package io.onemcp.rules.bad.app.embedded;

import com.google.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Breaks: no field injection. */
public final class InjectedField {
  @Inject @Nullable String field;
}
