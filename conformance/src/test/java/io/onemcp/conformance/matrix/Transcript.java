package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What both ends of a conversation got to see, in order.
 *
 * @param sent what the client sent
 * @param client what came to the client
 * @param backend what came to the backend because of the client
 */
record Transcript(List<Json> sent, List<Json> client, List<Json> backend) {
  /** What a gateway answers to clients by itself, and says to backends in its own name. */
  private static final Set<String> OWN =
      Set.of(
          Methods.INITIALIZE,
          Methods.INITIALIZED,
          Methods.DISCOVER,
          Methods.PING,
          Methods.TOOLS_LIST,
          Methods.PROMPTS_LIST,
          Methods.RESOURCES_LIST,
          Methods.RESOURCE_TEMPLATES_LIST,
          Methods.RESOURCES_SUBSCRIBE,
          Methods.RESOURCES_UNSUBSCRIBE,
          Methods.LISTEN,
          Methods.SET_LOG_LEVEL);

  /** What a client has heard, and a backend since it had heard so much. */
  static Transcript since(int before, PeerClient client, ServerScript backend) {
    List<Json> heard = heardBy(backend);
    return new Transcript(
        client.sent().all(), inOrder(client.heard().all()), heard.subList(before, heard.size()));
  }

  /** What is about the session may overtake, where it has a stream of its own. */
  private static List<Json> inOrder(List<Json> heard) {
    return Stream.concat(
            heard.stream().filter(message -> !isAboutSession(message)),
            heard.stream().filter(Transcript::isAboutSession))
        .toList();
  }

  private static boolean isAboutSession(Json message) {
    return Methods.ELICITATION_COMPLETE.equals(message.text("method"));
  }

  /** What a backend has heard so far of all its clients. */
  static List<Json> heardBy(ServerScript backend) {
    return backend.server().received().all().stream()
        .filter(Transcript::isPassed)
        .map(Message::whole)
        .toList();
  }

  /** Returns whether a gateway passes messages of this method on, and answers to them. */
  static boolean isPassedOn(String method) {
    return !OWN.contains(method);
  }

  private static boolean isPassed(Message message) {
    return switch (message) {
      case Message.Request request -> isPassedOn(request.method());
      case Message.Notification notification -> isPassedOn(notification.method());
      case Message.Response _ -> true;
    };
  }
}
