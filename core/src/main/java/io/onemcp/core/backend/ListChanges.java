package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Methods;
import java.util.Optional;

/** Which list a notification says has changed. */
public final class ListChanges {
  private ListChanges() {}

  /** Returns the kind whose list changed; empty for any other notification. */
  public static Optional<CapabilityKind> kind(Notification notification) {
    return switch (notification.method()) {
      case Methods.TOOLS_CHANGED -> Optional.of(CapabilityKind.TOOL);
      case Methods.PROMPTS_CHANGED -> Optional.of(CapabilityKind.PROMPT);
      case Methods.RESOURCES_CHANGED -> Optional.of(CapabilityKind.RESOURCE);
      default -> Optional.empty();
    };
  }

  /** Returns the notification that says that lists of a kind changed. */
  public static String method(CapabilityKind kind) {
    return switch (kind) {
      case TOOL -> Methods.TOOLS_CHANGED;
      case PROMPT -> Methods.PROMPTS_CHANGED;
      case RESOURCE, RESOURCE_TEMPLATE -> Methods.RESOURCES_CHANGED;
    };
  }
}
