package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;

/** What revisions before a certain one do not have, and what happens instead. */
@SuppressWarnings("ImmutableEnumChecker") // scripts have no state
enum Lack {
  STRUCTURE(
      Revision.V2025_06_18,
      "has no structured content",
      Basics::textOnly,
      "the same comes as text",
      Basics::unstructured,
      "sends text, and the gateway adds nothing"),
  SAMPLING_TOOLS(Revision.V2025_11_25, "has no tools in sampling", ServerQuestions.SAMPLING_TOOLS),
  FORM(Revision.V2025_06_18, "has no elicitation", ServerQuestions.FORM),
  URL(Revision.V2025_11_25, "has no URL mode of elicitation", ServerQuestions.URL),
  TASKS(
      Revision.V2025_11_25,
      "has no tasks, and one of 2025-11-25 does not know those that backends of 2026-07-28 begin"
          + " without being asked",
      TaskScripts::waited,
      "the gateway waits for the task, whose result is that of the call",
      TaskScripts::absent,
      "has no such tool, and it is unknown");

  private static final String TOLD =
      "the backend hears that it cannot be asked, and says so in its answer";
  private static final String UNKNOWN =
      "has no tool that would ask, and one that is called nevertheless is unknown";

  private final Revision since;
  private final String reason;
  private final Feature.Script client;
  private final String clientAnswer;
  private final Feature.Script backend;
  private final String backendAnswer;

  Lack(
      Revision since,
      String reason,
      Feature.Script client,
      String clientAnswer,
      Feature.Script backend,
      String backendAnswer) {
    this.since = since;
    this.reason = reason;
    this.client = client;
    this.clientAnswer = clientAnswer;
    this.backend = backend;
    this.backendAnswer = backendAnswer;
  }

  Lack(Revision since, String reason, ServerQuestions question) {
    this(
        since,
        reason,
        meeting -> Questions.undeclared(meeting, question),
        TOLD,
        meeting -> Questions.absent(meeting, question),
        UNKNOWN);
  }

  /** The first revision that has it. */
  Revision since() {
    return since;
  }

  /** Returns whether a client lacks it, seen from a backend that has it. */
  boolean isOf(Revision client, Revision backend) {
    boolean foreign = client.era() == Era.STATEFUL && backend.era() == Era.STATELESS;
    return !client.atLeast(since) || (this == TASKS && foreign);
  }

  /** What there is to say about the revisions before. */
  String reason() {
    return reason;
  }

  /** The honest answer to a client that lacks it. */
  Feature.Script ofClient() {
    return client;
  }

  String clientAnswer() {
    return clientAnswer;
  }

  /** The honest answer in the name of a backend that lacks it. */
  Feature.Script ofBackend() {
    return backend;
  }

  String backendAnswer() {
    return backendAnswer;
  }
}
