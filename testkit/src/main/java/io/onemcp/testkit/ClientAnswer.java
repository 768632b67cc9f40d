package io.onemcp.testkit;

import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a server answered to one HTTP request; its body may still be coming. */
public final class ClientAnswer implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final List<Json> interim = new ArrayList<>();

  ClientAnswer(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /** Returns the HTTP status. */
  public int status() {
    return response.statusCode();
  }

  /** Returns a header's first value; empty where there is none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Returns whether the body is a stream of events. */
  public boolean isStream() {
    return header("Content-Type").startsWith("text/event-stream");
  }

  /** Reads the rest of the body. */
  public String body() {
    try (InputStream in = response.body()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the body as events; to be called once. */
  public EventStream events() {
    return new EventStream(response.body());
  }

  /**
   * Reads the body, JSON or stream, up to the answer, which has {@code result} or {@code error};
   * what came before it is then {@link #interim()}.
   */
  public Json message() throws InterruptedException {
    if (!isStream()) {
      return Json.of(body());
    }
    try (EventStream events = events()) {
      Json next = events.nextMessage();
      while (next.at("method") != null) {
        interim.add(next);
        next = events.nextMessage();
      }
      return next;
    }
  }

  /**
   * Reads the answer's result.
   *
   * @throws AssertionError if it is an error
   */
  public Json result() throws InterruptedException {
    return member("result");
  }

  /**
   * Reads the answer's error.
   *
   * @throws AssertionError if it is a result
   */
  public Json error() throws InterruptedException {
    return member("error");
  }

  /** Returns the messages before the answer, in order; filled by {@link #message()}. */
  public List<Json> interim() {
    return List.copyOf(interim);
  }

  /** Closes the body, read or not. */
  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Json member(String name) throws InterruptedException {
    Json message = message();
    Json member = message.at(name);
    if (member == null) {
      throw new AssertionError("HTTP " + status() + " " + message + " (expected: " + name + ")");
    }
    return member;
  }
}
