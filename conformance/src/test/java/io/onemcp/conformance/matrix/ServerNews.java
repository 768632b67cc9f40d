package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a server tells of its own accord: that a list changed, or a resource. */
final class ServerNews {
  private final ScriptedServer server;
  private final Era era;
  private final Received<Subscription> subscriptions = new Received<>();
  private final List<Json> moreResources = new CopyOnWriteArrayList<>();
  private final List<String> prompts = new CopyOnWriteArrayList<>(List.of("prompt"));

  ServerNews(ScriptedServer server, Era era) {
    this.server = server;
    this.era = era;
    if (era == Era.STATELESS) {
      server.on(Methods.LISTEN, this::listen);
    } else {
      server.on(Methods.RESOURCES_SUBSCRIBE, (_, reply) -> reply.result("{}"));
      server.on(Methods.RESOURCES_UNSUBSCRIBE, (_, reply) -> reply.result("{}"));
    }
  }

  /** The entries on a page of the list of resources: one, and on the last those that were added. */
  Json resources(int page, String uri) {
    List<Json> entries = new ArrayList<>(List.of(resource(uri)));
    if (page + 1 == ServerScript.PAGES) {
      entries.addAll(moreResources);
    }
    return JsonWriter.array(entries);
  }

  void addTool(String name) throws InterruptedException {
    server.echoTool(name);
    tell("toolsListChanged", Methods.TOOLS_CHANGED);
  }

  void addPrompt(String name) throws InterruptedException {
    prompts.add(name);
    List<Json> entries =
        prompts.stream().map(prompt -> new JsonWriter().put("name", prompt).json()).toList();
    server.list(Methods.PROMPTS_LIST, "prompts", JsonWriter.array(entries).toString());
    tell("promptsListChanged", Methods.PROMPTS_CHANGED);
  }

  void addResource(String uri) throws InterruptedException {
    moreResources.add(resource(uri));
    tell("resourcesListChanged", Methods.RESOURCES_CHANGED);
  }

  /** Tells whoever subscribed to a resource that it changed. */
  void update(String uri) throws InterruptedException {
    String params = "{\"uri\":\"" + uri + "\"}";
    if (era == Era.STATEFUL) {
      server.push(Methods.RESOURCE_UPDATED, params);
    } else {
      subscriptions
          .await("subscription to " + uri, subscription -> subscription.filter().contains(uri))
          .tell(Methods.RESOURCE_UPDATED, params);
    }
  }

  /** Waits until nobody is subscribed to a resource any more. */
  void awaitReleased(String uri) throws InterruptedException {
    if (era == Era.STATEFUL) {
      server
          .received()
          .await(
              "unsubscription",
              message ->
                  message instanceof Message.Request request
                      && request.method().equals(Methods.RESOURCES_UNSUBSCRIBE)
                      && uri.equals(request.params().text("uri")));
      return;
    }
    List<Subscription> all = subscriptions.all();
    int last = all.size() - 1;
    while (last >= 0 && !all.get(last).filter().contains(uri)) {
      last--;
    }
    subscriptions.await("subscription without " + uri, last + 2, _ -> true);
  }

  private void tell(String member, String method) throws InterruptedException {
    if (era == Era.STATEFUL) {
      server.push(method, "{}");
      return;
    }
    subscriptions.await("subscription to " + member, one -> one.filter().contains(member));
    for (Subscription subscription : subscriptions.all()) {
      if (subscription.filter().contains(member)) {
        subscription.tell(method, "{}");
      }
    }
  }

  private void listen(Message.Request call, Reply reply) throws InterruptedException {
    Json filter = call.params().at("notifications");
    Subscription subscription = new Subscription(call.id().json(), String.valueOf(filter), reply);
    subscription.tell(
        Methods.LISTEN_ACKNOWLEDGED,
        new JsonWriter().putPresent("notifications", filter).json().toString());
    subscriptions.add(subscription);
    reply.hang();
  }

  private static Json resource(String uri) {
    return new JsonWriter().put("uri", uri).put("name", uri).json();
  }

  /** One {@code subscriptions/listen}. */
  private record Subscription(Json id, String filter, Reply reply) {
    void tell(String method, String params) {
      Json named = Json.of(params).patch().set(id, MetaKeys.META, MetaKeys.SUBSCRIPTION_ID).json();
      try {
        reply.notification(method, named.toString());
      } catch (UncheckedIOException _) {
        // Its client has closed it, and listens by another.
        return;
      }
    }
  }
}
