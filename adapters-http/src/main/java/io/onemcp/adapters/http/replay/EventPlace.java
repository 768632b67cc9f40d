package io.onemcp.adapters.http.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands: the session, one of its streams, and how many events of the stream came
 * before. Written as the {@code id} of a server-sent event; clients take it as opaque.
 *
 * @param session a short mark of the session, of letters and digits
 * @param stream counts the streams of the session
 * @param place counts the events of the stream; 0 is before the first one
 */
public record EventPlace(String session, long stream, long place) {
  private static final Pattern WRITTEN = Pattern.compile("([0-9a-z]+)-(\\d{1,18})-(\\d{1,18})");

  /** Reads what {@link #toString} wrote; empty for anything else. */
  public static Optional<EventPlace> of(String id) {
    Matcher read = WRITTEN.matcher(id);
    return read.matches()
        ? Optional.of(
            new EventPlace(
                read.group(1), Long.parseLong(read.group(2)), Long.parseLong(read.group(3))))
        : Optional.empty();
  }

  /** Returns another place in the same stream. */
  public EventPlace at(long other) {
    return new EventPlace(session, stream, other);
  }

  @Override
  public String toString() {
    return session + "-" + stream + "-" + place;
  }
}
