package io.onemcp.core.backend;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A group's connections as one hop: what one can answer for all is asked of one, what each has to
 * know is told to each.
 *
 * @param one the hop of the replica that speaks for the group
 * @param all the hops of all replicas
 */
record GroupHop(Hop one, Supplier<List<Hop>> all, GroupTraffic traffic) implements Hop {
  @Override
  public Revision revision() {
    return one.revision();
  }

  @Override
  public ServerDescription server() {
    return one.server();
  }

  @Override
  public Response call(Call call) throws InterruptedException {
    if (call.method().equals(Methods.LISTEN)) {
      Hop home =
          traffic
              .homes()
              .ofTasks(call.request().params().at("notifications", "taskIds"))
              .flatMap(it -> it.backend().hop())
              .orElse(one);
      return home.call(call);
    }
    return traffic.call(call);
  }

  @Override
  public Response ping() throws InterruptedException {
    return one.ping();
  }

  @Override
  public Set<String> watch(Set<String> uris) throws InterruptedException {
    return one.watch(uris);
  }

  @Override
  public void wantLog(LogLevel level) throws InterruptedException {
    for (Hop each : all.get()) {
      each.wantLog(level);
    }
  }

  @Override
  public void tell(Notification notification) throws InterruptedException {
    for (Hop each : all.get()) {
      each.tell(notification);
    }
  }

  @Override
  public boolean tellsQuestionsApart() {
    return one.tellsQuestionsApart();
  }

  /** Each replica listens by itself. */
  @Override
  public void listen() {}

  @Override
  public String diagnostics() {
    return one.diagnostics();
  }

  /** Each replica is closed by itself. */
  @Override
  public void close() {}
}
