package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ScriptedTasks;

/** What clients declare, by revision, and what they say when they are asked. */
final class ClientAnswers {
  static final String SAMPLED =
      "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"s\\u0061mpled\"},\"model\":\"m\"}";
  static final String FILLED_IN = "{\"action\":\"accept\",\"content\":{\"n\":2.50}}";
  static final String ROOTS = "{\"roots\":[{\"uri\":\"file:///workspace\",\"name\":\"w\"}]}";

  private ClientAnswers() {}

  static String to(String method) {
    return switch (method) {
      case ServerScript.SAMPLE -> SAMPLED;
      case ServerScript.ELICIT -> FILLED_IN;
      case ServerScript.ROOTS -> ROOTS;
      default -> "{}";
    };
  }

  /** Everything that a client of this revision can declare. */
  static String capabilities(Revision revision) {
    String roots = revision.era() == Era.STATELESS ? "{}" : "{\"listChanged\":true}";
    if (revision.atLeast(Revision.V2025_11_25)) {
      String extensions =
          revision.era() == Era.STATELESS
              ? ",\"extensions\":{\"" + ScriptedTasks.EXTENSION + "\":{}}"
              : "";
      return "{\"sampling\":{\"tools\":{}},\"elicitation\":{\"form\":{},\"url\":{}},\"roots\":%s%s}"
          .formatted(roots, extensions);
    }
    String elicitation = revision.atLeast(Revision.V2025_06_18) ? ",\"elicitation\":{}" : "";
    return "{\"sampling\":{},\"roots\":%s%s}".formatted(roots, elicitation);
  }
}
