package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.List;

/** What a client is told without having asked just now. */
final class Changes {
  private Changes() {}

  static void lists(Meeting meeting) throws InterruptedException {
    String name = "new-" + meeting.client().revision();
    int before = meeting.client().told().all().size();
    meeting.backend().news().addTool(name);
    awaitListed(
        meeting.client(),
        before,
        new Changed(Methods.TOOLS_CHANGED, Methods.TOOLS_LIST, "tools", "name"),
        meeting.exposed(name));
    meeting.backend().news().addPrompt(name);
    awaitListed(
        meeting.client(),
        before,
        new Changed(Methods.PROMPTS_CHANGED, Methods.PROMPTS_LIST, "prompts", "name"),
        meeting.exposed(name));
    String uri = meeting.backend().uri(name);
    meeting.backend().news().addResource(uri);
    awaitListed(
        meeting.client(),
        before,
        new Changed(Methods.RESOURCES_CHANGED, Methods.RESOURCES_LIST, "resources", "uri"),
        uri);
  }

  static void resource(Meeting meeting) throws InterruptedException {
    PeerClient client = meeting.client();
    String uri = meeting.backend().uri("of/" + client.revision());

    PeerClient.Watch watch = client.watch(uri);
    meeting.backend().news().update(uri);

    Json told =
        client
            .told()
            .await(
                "update of " + uri,
                message ->
                    Methods.RESOURCE_UPDATED.equals(message.text("method"))
                        && uri.equals(message.text("params", "uri")));
    assertThat(told.at("id")).isNull();
    watch.end();
    meeting.backend().news().awaitReleased(uri);
  }

  /** Reads the list each time the client is told, since an earlier change may be told only now. */
  private static void awaitListed(PeerClient client, int before, Changed changed, String entry)
      throws InterruptedException {
    int told = 0;
    List<String> listed;
    do {
      told++;
      awaitTold(client, before, changed.notification(), told);
      listed = Meeting.names(client.all(changed.method(), changed.list()), changed.member());
    } while (!listed.contains(entry));
  }

  private static void awaitTold(PeerClient client, int before, String notification, int count)
      throws InterruptedException {
    long earlier =
        client.told().all().subList(0, before).stream()
            .filter(message -> notification.equals(message.text("method")))
            .count();
    client
        .told()
        .await(
            notification,
            (int) earlier + count,
            message -> notification.equals(message.text("method")));
  }

  private record Changed(String notification, String method, String list, String member) {}
}
