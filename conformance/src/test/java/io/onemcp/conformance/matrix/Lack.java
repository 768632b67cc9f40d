package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Revision;
import java.util.Optional;

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
      "has no tasks, and the tasks of 2025-11-25 are not those of 2026-07-28",
      TaskScripts::called,
      "or across that border, a tool is simply called, and one that needs a task says so in an"
          + " error",
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

  /** The honest answer where both have it, but each in the way of its own era. */
  Optional<Feature.Script> acrossEras() {
    return this == TASKS ? Optional.of(TaskScripts::calledAcross) : Optional.empty();
  }

  String backendAnswer() {
    return backendAnswer;
  }
}
