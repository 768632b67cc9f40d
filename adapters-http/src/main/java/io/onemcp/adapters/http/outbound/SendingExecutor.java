package io.onemcp.adapters.http.outbound;

import java.io.IOException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Executes requests, and tells those who want to know when theirs is written to the socket: some
 * servers answer the GET for a stream with the stream's first event, and not before.
 */
final class SendingExecutor extends HttpRequestExecutor {
  private static final String ON_SENT = "onemcp.on-sent";
  private static final int FINAL = 200;

  /** Returns the context of a request without a body that runs the action once it is sent. */
  static HttpClientContext telling(Runnable onSent) {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(ON_SENT, onSent);
    return context;
  }

  /** Returns whether the executor is needed for a request of this context. */
  static boolean knows(HttpClientContext context) {
    return context.getAttribute(ON_SENT) != null;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      @Nullable HttpResponseInformationCallback informed,
      HttpContext context)
      throws IOException, HttpException {
    if (!(context.getAttribute(ON_SENT) instanceof Runnable onSent)
        || request.getEntity() != null) {
      return super.execute(request, connection, informed, context);
    }
    connection.sendRequestHeader(request);
    connection.flush();
    onSent.run();
    ClassicHttpResponse response = connection.receiveResponseHeader();
    while (response.getCode() < FINAL) {
      response = connection.receiveResponseHeader();
    }
    connection.receiveResponseEntity(response);
    return response;
  }
}
