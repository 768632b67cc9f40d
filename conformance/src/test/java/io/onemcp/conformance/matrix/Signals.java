package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Objects;

/** What belongs to a request and is no answer to it. */
final class Signals {
  private Signals() {}

  static void progress(Meeting meeting) throws InterruptedException {
    String token = meeting.key("progress");

    meeting.client().result(Methods.TOOLS_CALL, meeting.watched("progress", token));

    assertThat(meeting.client().told().await("progress", 2, told -> isProgress(told, token)))
        .extracting(told -> told.at("params", "progress") + " of " + told.at("params", "total"))
        .containsExactly("1 of 2", "2 of 2");
  }

  static void cancel(Meeting meeting) throws InterruptedException {
    String key = meeting.key("cancel");
    Json params =
        Json.of(meeting.watched("hang", key))
            .patch()
            .set(Json.of("{\"key\":\"" + key + "\"}"), "arguments")
            .json();

    PeerClient.UnderWay call = meeting.client().start(Methods.TOOLS_CALL, params.toString());
    meeting.client().told().await("progress", told -> isProgress(told, key));
    meeting.client().cancel(call);

    assertThat(call.answer().failure()).as("the answer to a cancelled call").isPresent();
    ServerScript backend = meeting.backend();
    Message.Request seen =
        (Message.Request)
            backend.server().received().await("call", message -> isCall(message, key));
    if (backend.hearsOfCancelsByNotification()) {
      backend
          .server()
          .received()
          .await(
              "cancellation",
              message ->
                  message instanceof Message.Notification told
                      && told.method().equals(Methods.CANCELLED)
                      && seen.id().json().equals(told.params().at("requestId")));
    } else {
      backend.released().await("end of the stream", key::equals);
    }
  }

  static void log(Meeting meeting) throws InterruptedException {
    PeerClient client = meeting.client();
    String wanted = meeting.key("log");
    client.wantLog("warning");
    meeting.callTool("log", "{\"key\":\"" + wanted + "\"}");
    client.wantNoLog();

    client.told().await("log message", told -> isLog(told, "warning " + wanted));
    if (client.isStateless()) {
      String unwanted = meeting.key("no log");
      meeting.callTool("log", "{\"key\":\"" + unwanted + "\"}");
      assertThat(logged(client)).noneMatch(text -> text.endsWith(unwanted));
    }
    assertThat(logged(client)).doesNotContain("debug " + wanted);
  }

  private static List<String> logged(PeerClient client) {
    return client.told().all().stream()
        .filter(told -> Methods.LOG_MESSAGE.equals(told.text("method")))
        .map(told -> String.valueOf(told.text("params", "data")))
        .toList();
  }

  private static boolean isLog(Json told, String data) {
    return Methods.LOG_MESSAGE.equals(told.text("method"))
        && data.equals(told.text("params", "data"));
  }

  private static boolean isProgress(Json told, String token) {
    return Methods.PROGRESS.equals(told.text("method"))
        && Objects.equals(told.at("params", "progressToken"), Json.string(token));
  }

  private static boolean isCall(Message message, String key) {
    return message instanceof Message.Request call
        && key.equals(call.params().text("arguments", "key"));
  }
}
