package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of messages that may differ between two hops of one era; docs/invariants.md. */
enum Difference {
  REQUEST_ID(Kind.REQUEST, "id"),
  REQUEST_NAME(Kind.REQUEST, "params", "name"),
  REQUEST_URI(Kind.REQUEST, "params", "uri"),
  REFERENCE_NAME(Kind.REQUEST, "params", "ref", "name"),
  REFERENCE_URI(Kind.REQUEST, "params", "ref", "uri"),
  PROGRESS_TOKEN(Kind.REQUEST, "params", "_meta", "progressToken"),
  QUESTION_ID(Kind.QUESTION, "id"),
  QUESTION_TOKEN(Kind.QUESTION, "params", "_meta", "progressToken"),
  ANSWER_ID(Kind.ANSWER, "id"),
  CANCELLED_ID(Kind.CANCELLATION, "params", "requestId"),
  CANCELLED_WHY(Kind.CANCELLATION, "params", "reason"),
  SHARED_URI(Kind.RESULT, "result", "contents[]", "uri"),
  REQUESTED_TASK(Kind.REQUEST, "params", "taskId"),
  BEGUN_TASK(Kind.RESULT, "result", "task", "taskId"),
  TASK(Kind.RESULT, "result", "taskId"),
  RELATED_TASK(Kind.RESULT, "result", MetaKeys.META, MetaKeys.RELATED_TASK, "taskId");

  private final Kind kind;
  private final String path;

  Difference(Kind kind, String... path) {
    this.kind = kind;
    this.path = String.join(" ", path);
  }

  /** How the page spells it: the kind of message, and the member. */
  String spelling() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + path.replace(' ', '.');
  }

  /** Finds which of the allowed differences there are; fails on any other. */
  static Set<Difference> between(Json wanted, Json given, Sender sender) {
    Set<Difference> found = new LinkedHashSet<>();
    JsonPatch one = wanted.patch();
    JsonPatch other = given.patch();
    for (Difference allowed : of(Kind.of(wanted, sender))) {
      Json here = allowed.find(wanted);
      Json there = allowed.find(given);
      if (here != null && there != null && !here.equals(there)) {
        found.add(allowed);
        one.replace(here, Json.NULL);
        other.replace(there, Json.NULL);
      } else if (here == null != (there == null)) {
        found.add(allowed);
        one.remove(allowed.keys());
        other.remove(allowed.keys());
      }
    }
    if (!one.json().equals(other.json())) {
      throw new AssertionError(
          "given:\n" + given + "\nwanted:\n" + wanted + "\nallowed so far: " + found);
    }
    return found;
  }

  private static List<Difference> of(Kind kind) {
    return Arrays.stream(values()).filter(one -> one.kind == kind).toList();
  }

  private String[] keys() {
    return path.split(" ", -1);
  }

  private @Nullable Json find(Json message) {
    return this == SHARED_URI ? sharedUri(message) : message.at(keys());
  }

  private static @Nullable Json sharedUri(Json message) {
    Json contents = message.at("result", "contents");
    return contents == null ? null : contents.elements().getFirst().at("uri");
  }

  /** Who sent a message. */
  enum Sender {
    CLIENT,
    BACKEND
  }

  /** What a message is to the exchange that it belongs to. */
  enum Kind {
    REQUEST,
    QUESTION,
    ANSWER,
    CANCELLATION,
    RESULT,
    OTHER;

    private static final String QUESTIONS = "sampling/createMessage elicitation/create roots/list";

    static Kind of(Json message, Sender sender) {
      String method = message.text("method");
      if (method == null) {
        return sender == Sender.CLIENT ? ANSWER : RESULT;
      }
      if (message.at("id") != null) {
        return QUESTIONS.contains(method) ? QUESTION : REQUEST;
      }
      return method.equals(Methods.CANCELLED) ? CANCELLATION : OTHER;
    }
  }
}
