package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.Map;

/**
 * A request on its way to a backend: the client's own bytes, and the changes collected so far. Used
 * by one thread.
 *
 * @param request the request as the client sent it, or one of the gateway's own
 * @param patch changes to the whole message
 * @param target the name or URI at the backend, for header mirroring; empty for methods without one
 * @param parameterHeaders headers that mirror single arguments, with their values encoded
 * @param enveloped whether the changes already hold what a stateless request carries in {@code
 *     _meta}
 * @param tracked whether progress is wanted even if the request has no token; then it comes with
 *     the hop's own
 * @param repeatable whether it does no harm to carry it out twice
 * @param interim takes what the backend sends before its answer, with the client's progress token
 * @param respondent answers what the backend asks on behalf of this call
 */
public record Call(
    Request request,
    JsonPatch patch,
    String target,
    Map<String, String> parameterHeaders,
    boolean enveloped,
    boolean tracked,
    boolean repeatable,
    Interim interim,
    Respondent respondent) {
  private static final RequestId OWN = new RequestId.Num(0);

  /** Makes a request of the gateway's own. */
  public static Call of(String method, Json params) {
    Request request = Request.of(OWN, method, params);
    return new Call(
        request,
        request.whole().patch(),
        "",
        Map.of(),
        false,
        false,
        false,
        _ -> {},
        new Refusing());
  }

  /** Returns this call with another place for what comes before its answer. */
  public Call hearing(Interim other) {
    return new Call(
        request,
        patch,
        target,
        parameterHeaders,
        enveloped,
        tracked,
        repeatable,
        other,
        respondent);
  }

  /**
   * Returns this call with all of its progress wanted there, whether the client wants it or not.
   */
  public Call tracking(Interim other) {
    return new Call(
        request, patch, target, parameterHeaders, enveloped, true, repeatable, other, respondent);
  }

  /** Returns this call, to be carried out once at most. */
  Call once() {
    return new Call(
        request, patch, target, parameterHeaders, enveloped, tracked, false, interim, respondent);
  }

  public String method() {
    return request.method();
  }
}
