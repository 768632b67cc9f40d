package io.onemcp.core.backend;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;

/** Refuses every question: no client was promised to the backend, or none is there to be asked. */
public record Refusing() implements Respondent {
  @Override
  public Response respond(Request question) {
    return Failure.of(
        question.id(),
        ErrorCodes.rpcError(new GatewayError.UnknownMethod(question.method()), Era.STATEFUL));
  }
}
