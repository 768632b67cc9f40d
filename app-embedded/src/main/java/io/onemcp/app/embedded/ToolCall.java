package io.onemcp.app.embedded;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;

/** One call of a tool: its arguments, and a way to tell how far it has come. */
public final class ToolCall {
  private final Request request;
  private final Interim interim;

  ToolCall(Request request, Interim interim) {
    this.request = request;
    this.interim = interim;
  }

  /** Returns the arguments as they came; an empty object where there are none. */
  public Json arguments() {
    Json arguments = request.params().at("arguments");
    return arguments == null ? Json.EMPTY_OBJECT : arguments;
  }

  /** Returns a string argument, or the fallback where it is absent or no string. */
  public String text(String name, String fallback) {
    String value = arguments().text(name);
    return value == null ? fallback : value;
  }

  /** Tells the client how much is done, if it asked to be told. */
  public void progress(long done, long total) {
    Json token = request.params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
    if (token != null) {
      Json params =
          new JsonWriter()
              .put(MetaKeys.PROGRESS_TOKEN, token)
              .put("progress", done)
              .put("total", total)
              .json();
      interim.accept(Notification.of(Methods.PROGRESS, params));
    }
  }
}
