package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;

/** A tool for each thing that a client can be asked: it asks, and returns what it was told. */
enum ServerQuestions {
  SAMPLING(
      "sampling",
      Revision.V2024_11_05,
      ServerScript.SAMPLE,
      "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"\\u0061\"}}],\"maxTokens\":2}",
      "{\"sampling\":{}}"),
  SAMPLING_TOOLS(
      "sampling-tools",
      Revision.V2025_11_25,
      ServerScript.SAMPLE,
      "{\"messages\":[],\"maxTokens\":2,\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}],\"toolChoice\":{\"mode\":\"auto\"}}",
      "{\"sampling\":{\"tools\":{}}}"),
  FORM(
      "form",
      Revision.V2025_06_18,
      ServerScript.ELICIT,
      "{\"message\":\"\\u0061\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}}}}",
      "{\"elicitation\":{}}"),
  URL(
      "url",
      Revision.V2025_11_25,
      ServerScript.ELICIT,
      "{\"mode\":\"url\",\"message\":\"\\u0061\",\"url\":\"https://example.org/visit\"}",
      "{\"elicitation\":{\"url\":{}}}"),
  ROOTS("roots", Revision.V2024_11_05, ServerScript.ROOTS, "{}", "{\"roots\":{}}");

  private static final String STATE = "st\\u0061te";

  private final String tool;
  private final Revision since;
  private final String method;
  private final String params;
  private final String capability;

  ServerQuestions(String tool, Revision since, String method, String params, String capability) {
    this.tool = tool;
    this.since = since;
    this.method = method;
    this.params = params;
    this.capability = capability;
  }

  /** Offers the tools of all questions that the revision has. */
  static void addTo(ScriptedServer server, Revision revision) {
    for (ServerQuestions question : values()) {
      if (revision.atLeast(question.since)) {
        server.tool(question.tool, question::ask);
      }
    }
  }

  String tool() {
    return tool;
  }

  String method() {
    return method;
  }

  String params() {
    return params;
  }

  private void ask(Message.Request call, Reply reply) throws InterruptedException {
    boolean declared = declares(reply.declared());
    if (reply.era() == Era.STATEFUL) {
      if (declared) {
        String answer = outcome(reply.ask(method, statefully()));
        if (this == URL) {
          reply.notification(Methods.ELICITATION_COMPLETE, "{\"elicitationId\":\"e\"}");
        }
        reply.text(answer);
      } else {
        reply.result(
            "{\"content\":[{\"type\":\"text\",\"text\":%s}],\"isError\":true}"
                .formatted(Json.string("not declared: " + capability)));
      }
      return;
    }
    Json responses = call.params().at("inputResponses", tool);
    if (!declared) {
      Json data = new JsonWriter().put("requiredCapabilities", Json.of(capability)).json();
      reply.error(new RpcError(ErrorCodes.MISSING_CAPABILITY, "not declared: " + capability, data));
    } else if (responses == null) {
      reply.result(
          "{\"resultType\":\"input_required\",\"inputRequests\":{\"%s\":{\"method\":\"%s\",\"params\":%s}},\"requestState\":\"%s\"}"
              .formatted(tool, method, params, STATE));
    } else {
      reply.text(responses + String.valueOf(call.params().at("requestState")));
    }
  }

  /** What the question has in the stateful era only. */
  private String statefully() {
    String more =
        switch (this) {
          case URL -> ",\"elicitationId\":\"e\"}";
          case SAMPLING -> ",\"_meta\":{\"progressToken\":7,\"x/y\":2.50}}";
          default -> "}";
        };
    return this == ROOTS ? params : params.substring(0, params.length() - 1) + more;
  }

  private static String outcome(Message.Response answer) {
    Json result = answer.whole().at("result");
    return String.valueOf(result == null ? answer.whole().at("error") : result);
  }

  private boolean declares(Json declared) {
    return switch (this) {
      case SAMPLING -> declared.at("sampling") != null;
      case SAMPLING_TOOLS -> declared.at("sampling", "tools") != null;
      case FORM -> {
        Json elicitation = declared.at("elicitation");
        yield elicitation != null
            && (elicitation.members().isEmpty() || elicitation.at("form") != null);
      }
      case URL -> declared.at("elicitation", "url") != null;
      case ROOTS -> declared.at("roots") != null;
    };
  }
}
