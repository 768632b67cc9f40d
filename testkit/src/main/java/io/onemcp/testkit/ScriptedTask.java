package io.onemcp.testkit;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One task of a scripted server. */
final class ScriptedTask {
  private static final String WHEN = "2026-01-01T00:00:00Z";
  private static final int TTL = 600_000;
  private static final int POLL = 20;

  private final String id;
  private final Era era;
  private @Nullable Json question;
  private @Nullable Json result;
  private String status;

  ScriptedTask(String id, Era era, @Nullable Json question) {
    this.id = id;
    this.era = era;
    this.question = question;
    this.status = question == null ? "working" : "input_required";
  }

  String id() {
    return id;
  }

  synchronized String status() {
    return status;
  }

  synchronized @Nullable Json question() {
    return question;
  }

  synchronized @Nullable Json result() {
    return result;
  }

  synchronized void finish(String last, Json with) {
    status = last;
    result = with;
    question = null;
    notifyAll();
  }

  void answered(Json answer) {
    Json block = new JsonWriter().put("type", "text").put("text", answer.toString()).json();
    finish("completed", new JsonWriter().put("content", JsonWriter.array(List.of(block))).json());
  }

  synchronized Json awaitResult() throws InterruptedException {
    while (result == null) {
      wait();
    }
    return result;
  }

  synchronized void awaitStatus(String wanted) throws InterruptedException {
    long deadline = System.nanoTime() + Received.PATIENCE_MILLIS * 1_000_000;
    while (!status.equals(wanted)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("task " + id + " is " + status + " (expected: " + wanted + ")");
      }
      wait(left);
    }
  }

  /** Returns what says in {@code _meta} that a message belongs to this task. */
  Json related() {
    Json task = new JsonWriter().put("taskId", id).json();
    return new JsonWriter().put(MetaKeys.RELATED_TASK, task).json();
  }

  synchronized JsonWriter json() {
    boolean old = era == Era.STATEFUL;
    return new JsonWriter()
        .put("taskId", id)
        .put("status", status)
        .put("createdAt", WHEN)
        .put("lastUpdatedAt", WHEN)
        .put(old ? "ttl" : "ttlMs", TTL)
        .put(old ? "pollInterval" : "pollIntervalMs", POLL);
  }
}
