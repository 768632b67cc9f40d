package io.onemcp.adapters.auth;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.access.Caller;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows callers by a key that they send as {@code Authorization: Bearer <key>} (RFC 6750, section
 * 2.1).
 *
 * <p>The keys stand in the state file {@code api-key}, one to a line, as {@code key} or {@code
 * name: key}; empty lines and lines that begin with {@code #} are skipped. They are read once; only
 * their digests are kept.
 */
public final class ApiKeys implements Authenticator {
  /** The state file that holds the keys. */
  public static final String FILE = "api-key";

  private static final int SECRET_BYTES = 32;
  private static final int MOST_KEYS = 1_000;
  private static final Pattern LINE =
      Pattern.compile("(?:([A-Za-z0-9_.-]{1,64})\\s*:\\s*)?([!-9;-~]{16,512})");
  private static final String BEARER = "bearer ";

  private final List<ApiKey> keys;
  private final String location;

  private ApiKeys(List<ApiKey> keys, String location) {
    this.keys = List.copyOf(keys);
    this.location = location;
  }

  /**
   * Reads the keys, after making a first one where there is no file yet.
   *
   * @throws StateFileException if the file cannot be read or made, is open to others than its
   *     owner, or holds a line that is no key
   */
  public static ApiKeys open(StateFiles files) {
    files.create(FILE, newKey() + "\n");
    String location = files.location(FILE);
    String text =
        files
            .read(FILE)
            .orElseThrow(() -> new StateFileException(location + ": vanished while it was read"));
    return new ApiKeys(parse(text, location), location);
  }

  /**
   * Returns the first key of a runtime scope, for programs of the same user; empty where there is
   * none.
   *
   * @throws StateFileException if the file cannot be read, is open to others than its owner, or
   *     holds a line that is no key
   */
  public static Optional<String> first(StateFiles files) {
    return files
        .read(FILE)
        .flatMap(text ->
            text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst())
        .map(line -> parts(line, files.location(FILE)).group(2));
  }

  /** Returns where a person finds the keys. */
  public String location() {
    return location;
  }

  @Override
  public Verdict judge(Optional<String> authorization) {
    String key = authorization.map(ApiKeys::bearer).orElse("");
    if (key.isEmpty()) {
      return new Verdict.Challenge("missing API key (expected: Authorization: Bearer <key>)");
    }
    byte[] presented = ApiKey.digest(key);
    Optional<Caller> caller = Optional.empty();
    for (ApiKey known : keys) {
      // Looks at all of them, so that the time tells nothing about which one came close.
      if (known.matches(presented)) {
        caller = Optional.of(known.caller());
      }
    }
    return caller
        .<Verdict>map(Verdict.Authenticated::new)
        .orElseGet(() -> new Verdict.Challenge("unknown API key"));
  }

  /** Returns the key in a header; empty where there is none. */
  private static String bearer(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return "";
    }
    String key = authorization.substring(BEARER.length()).strip();
    for (int i = 0; i < key.length(); i++) {
      if (Character.isWhitespace(key.charAt(i))) {
        return "";
      }
    }
    return key;
  }

  private static String newKey() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return "omcp_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private static List<ApiKey> parse(String text, String location) {
    List<ApiKey> keys = new ArrayList<>();
    Set<Caller> callers = new HashSet<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        ApiKey key = parseLine(line, location + ":" + (i + 1));
        if (!callers.add(key.caller())) {
          throw new StateFileException(
              location + ":" + (i + 1) + ": key or name stands twice (expected: once)");
        }
        keys.add(key);
      }
    }
    checkCount(keys, location);
    return keys;
  }

  private static void checkCount(List<ApiKey> keys, String location) {
    if (keys.isEmpty()) {
      throw new StateFileException(
          location + ": no key (expected: one); remove the file to get a new one");
    }
    if (keys.size() > MOST_KEYS) {
      throw new StateFileException(
          location + ": " + keys.size() + " keys (expected: at most " + MOST_KEYS + ")");
    }
  }

  private static ApiKey parseLine(String line, String place) {
    Matcher parts = parts(line, place);
    return ApiKey.of(Optional.ofNullable(parts.group(1)), parts.group(2));
  }

  private static Matcher parts(String line, String place) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new StateFileException(
          place + ": no key (expected: \"key\" or \"name: key\", the key 16 or more characters)");
    }
    return parts;
  }
}
