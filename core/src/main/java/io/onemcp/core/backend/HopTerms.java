package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * On which terms a session with a stateful backend is opened.
 *
 * @param owner whose session it is; the gateway's own one serves everybody who cannot be asked
 * @param capabilities what is declared to the backend on behalf of the owner
 * @param clientInfo who the owner is; empty for the gateway itself
 * @param exclusive whether calls whose questions cannot be told apart need sessions of their own
 * @param desk answers questions that belong to no call under way
 * @param news takes notifications that belong to no call under way
 * @param level how much log the owner wants; empty for what the backend thinks fit
 */
public record HopTerms(
    String owner,
    Json capabilities,
    Optional<Json> clientInfo,
    boolean exclusive,
    Respondent desk,
    BiConsumer<BackendName, Notification> news,
    Optional<LogLevel> level) {
  /** The gateway's own session: nothing is declared, so nothing is asked. */
  public static final HopTerms SHARED =
      new HopTerms(
          "",
          Json.EMPTY_OBJECT,
          Optional.empty(),
          false,
          new Refusing(),
          (_, _) -> {},
          Optional.empty());

  /**
   * What has to be equal for a session to serve a call: the owner, and what was declared for it.
   */
  record Key(String owner, Json capabilities) {}

  /** Returns the same terms for a session that nobody else has. */
  public HopTerms ownedBy(String other) {
    return new HopTerms(other, capabilities, clientInfo, exclusive, desk, news, level);
  }

  /** Returns the same terms for a replica of a group, whose news are the group's. */
  HopTerms within(BackendName group) {
    return new HopTerms(
        owner,
        capabilities,
        clientInfo,
        exclusive,
        desk,
        (_, note) -> news.accept(group, note),
        level);
  }

  Key key() {
    return new Key(owner, capabilities);
  }
}
