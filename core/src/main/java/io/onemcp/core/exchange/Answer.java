package io.onemcp.core.exchange;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import org.jspecify.annotations.Nullable;

/**
 * The terminal message of an exchange.
 *
 * @param body the complete JSON-RPC response
 * @param status the HTTP status that goes with it, where nothing was sent yet
 */
public record Answer(WireText body, int status) {
  /** Makes an error answer for a hop of the given era; without an id where the request's could not be read. */
  public static Answer refusal(@Nullable RequestId id, GatewayError error, Era era) {
    return new Answer(
        Failure.of(id, ErrorCodes.rpcError(error, era)).whole().wire(), ErrorCodes.httpStatus(error, era));
  }
}
