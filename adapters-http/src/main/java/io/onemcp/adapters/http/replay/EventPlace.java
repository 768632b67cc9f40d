package io.onemcp.adapters.http.replay;

import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stands: the session, one of its streams, and how many events of the stream came
 * before. Written as the {@code id} of a server-sent event; clients take it as opaque.
 *
 * @param session a short mark of the session, of letters and digits
 * @param stream counts the streams of the session
 * @param place counts the events of the stream; 0 is before the first one
 * @param request the one that the stream answers, so that a client can be answered by a gateway
 *     that has begun anew; empty where it answers none, or one whose id is too long
 */
public record EventPlace(String session, long stream, long place, Optional<RequestId> request) {
  private static final int LONGEST = 256;
  private static final Pattern WRITTEN =
      Pattern.compile("(?:([A-Za-z0-9_-]{1,400})\\.)?([0-9a-z]+)-(\\d{1,18})-(\\d{1,18})");

  public EventPlace {
    request = request.filter(id -> id.json().length() <= LONGEST);
  }

  /** Makes a place in a stream that answers no request. */
  public EventPlace(String session, long stream, long place) {
    this(session, stream, place, Optional.empty());
  }

  /** Reads what {@link #toString} wrote; empty for anything else. */
  public static Optional<EventPlace> of(String id) {
    Matcher read = WRITTEN.matcher(id);
    return read.matches()
        ? Optional.of(
            new EventPlace(
                read.group(2),
                Long.parseLong(read.group(3)),
                Long.parseLong(read.group(4)),
                request(read.group(1))))
        : Optional.empty();
  }

  private static Optional<RequestId> request(@Nullable String written) {
    if (written == null) {
      return Optional.empty();
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(written);
      return RequestId.of(new JsonReader(1).read(json));
    } catch (IllegalArgumentException | MalformedJsonException _) {
      return Optional.empty();
    }
  }

  /** Returns another place in the same stream. */
  public EventPlace at(long other) {
    return new EventPlace(session, stream, other, request);
  }

  @Override
  public String toString() {
    String id = session + "-" + stream + "-" + place;
    return request.map(asked -> written(asked) + "." + id).orElse(id);
  }

  private static String written(RequestId id) {
    byte[] json = id.json().toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }
}
