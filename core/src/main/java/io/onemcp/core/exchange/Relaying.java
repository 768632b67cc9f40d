package io.onemcp.core.exchange;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.task.TaskNames;

/**
 * Passes what a backend sends before its answer to the client that asked, if it is for that client.
 */
record Relaying(Exchange exchange, TaskNames tasks, Runnable onSign) implements Interim {
  @Override
  public void accept(Message message) {
    onSign.run();
    if (message instanceof Notification note && isForClient(note)) {
      WireText shown = tasks.shown(note).whole().wire();
      if (!exchange.outlet().offer(shown) && exchange.params().at("task") != null) {
        // A task goes on behind the answer that says so.
        exchange.client().link().ifPresent(link -> link.tell(shown));
      }
    }
  }

  private boolean isForClient(Notification note) {
    return switch (note.method()) {
      case Methods.LOG_MESSAGE -> exchange.client().wants(LogLevel.of(note));
      case Methods.ELICITATION_COMPLETE -> exchange.client().era() == Era.STATEFUL;
      default -> true;
    };
  }
}
