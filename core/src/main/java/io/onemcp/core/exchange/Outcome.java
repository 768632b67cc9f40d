package io.onemcp.core.exchange;

import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.WireText;

/** How an exchange ended. */
public sealed interface Outcome {
  /** A backend answered; the patch is on its whole message. */
  record Relayed(Response response, JsonPatch patch) implements Outcome {}

  /** A backend answered with an error that the client's era spells differently. */
  record Translated(RpcError error) implements Outcome {}

  /** The gateway answers by itself, with this result. */
  record Result(WireText result) implements Outcome {}

  /** The gateway refuses, or could not reach whom it should. */
  record Refusal(GatewayError error) implements Outcome {}
}
