package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Notification;
import java.util.function.Consumer;

/**
 * What a backend's dials and connections report, on its way to whom it concerns.
 *
 * @param letters for the thread that owns the backend's state
 * @param news takes what the backend says of its own accord
 * @param onSign runs at every sign of life
 */
record LiveReports(LetterBox letters, Consumer<Notification> news, Runnable onSign)
    implements LiveHop.Reports {
  @Override
  public void signalled(LiveHop from, ConnectionSignal signal) {
    letters.send(new Letter.Report(from, signal));
  }

  @Override
  public void listed(LiveHop from, Offer read) {
    letters.send(new Letter.Lists(from, read));
  }

  @Override
  public void notified(Notification notification) {
    news.accept(notification);
  }

  @Override
  public void heard() {
    onSign.run();
  }
}
