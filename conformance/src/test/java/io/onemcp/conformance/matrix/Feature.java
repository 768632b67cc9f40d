package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Revision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the protocol offers, since when, and the script that shows it. */
@SuppressWarnings("ImmutableEnumChecker") // scripts have no state
enum Feature {
  LIST("list", "tools, prompts, resources and templates are listed, names once only", Basics::list),
  CALL(
      "call",
      "arguments go in and content comes out byte for byte, with the envelope of the client's era",
      Basics::call),
  STRUCTURED_CONTENT(
      "structured content",
      "structured content and its schema arrive, and the text beside them",
      Basics::structured,
      Lack.STRUCTURE),
  RESOURCE_READ(
      "resource read",
      "a listed resource is read, with cache hints where the era has them",
      Basics::read),
  RESOURCE_TEMPLATE(
      "resource template",
      "a resource that is listed only by its template is read",
      Basics::template),
  PROMPT("prompt", "a prompt with an argument is got", Basics::prompt),
  COMPLETION(
      "completion",
      "the argument of a prompt and the one of a template are completed",
      Basics::completion),
  PROGRESS("progress", "both reports arrive under the client's own token", Signals::progress),
  CANCEL(
      "cancel",
      "the backend hears of it in the way of its era, and the client gets no answer",
      Signals::cancel),
  LOG(
      "log",
      "what is severe enough arrives, nothing else, and nothing without being asked for",
      Signals::log),
  LIST_CHANGED(
      "list_changed",
      "tools, prompts and resources change, the client is told, and reads the new list",
      Changes::lists),
  RESOURCE_UPDATED(
      "resource updated",
      "the client subscribes, is told of a change, and the backend hears when it is over",
      Changes::resource),
  SAMPLING(
      "sampling",
      "the backend asks, the client answers, the answer arrives byte for byte",
      Questions.asked(ServerQuestions.SAMPLING)),
  SAMPLING_TOOLS(
      "sampling with tools",
      "the same with tools and a choice among them",
      Questions.asked(ServerQuestions.SAMPLING_TOOLS),
      Lack.SAMPLING_TOOLS),
  ELICITATION_FORM(
      "elicitation form", "the same with a form", Questions.asked(ServerQuestions.FORM), Lack.FORM),
  ELICITATION_URL(
      "elicitation URL", "the same with an address to visit", Questions::visited, Lack.URL),
  ROOTS("roots", "the same with the list of roots", Questions.asked(ServerQuestions.ROOTS)),
  PAGINATION(
      "pagination",
      "all pages of the backend are there, and a cursor of nobody is refused",
      Basics::pages),
  LARGE_PAYLOAD("large payload", "half a megabyte there and back", Basics::large),
  ERROR_FIDELITY(
      "error fidelity",
      "a failed tool, an error with its code, message and data, and a missing resource with the"
          + " code of the client's era",
      Basics::errors),
  TASKS(
      "tasks",
      "a task is begun, asked for, finished and read, and another one cancelled",
      TaskScripts::works,
      Lack.TASKS);

  private final String label;
  private final String shows;
  private final Script script;
  private final @Nullable Lack lack;

  Feature(String label, String shows, Script script) {
    this(label, shows, script, null);
  }

  Feature(String label, String shows, Script script, @Nullable Lack lack) {
    this.label = label;
    this.shows = shows;
    this.script = script;
    this.lack = lack;
  }

  String label() {
    return label;
  }

  /** Returns what the script asserts, for people. */
  String shows() {
    return shows;
  }

  /** Returns what revisions lack that do not have the feature; empty if all have it. */
  Optional<Lack> lack() {
    return Optional.ofNullable(lack);
  }

  /** Shows that it works, or, where a revision lacks it, that the answer is honest. */
  Verdict play(Meeting meeting) throws InterruptedException {
    Verdict verdict = verdict(meeting.client().revision(), meeting.backend().revision());
    switch (verdict) {
      case WORKS -> script.play(meeting);
      case CLIENT_CANNOT -> lack().orElseThrow().ofClient().play(meeting);
      case BACKEND_CANNOT -> lack().orElseThrow().ofBackend().play(meeting);
    }
    return verdict;
  }

  Verdict verdict(Revision client, Revision backend) {
    if (lack == null) {
      return Verdict.WORKS;
    }
    if (!backend.atLeast(lack.since())) {
      return Verdict.BACKEND_CANNOT;
    }
    return lack.isOf(client, backend) ? Verdict.CLIENT_CANNOT : Verdict.WORKS;
  }

  /** How a feature fares between two peers. */
  enum Verdict {
    WORKS,
    CLIENT_CANNOT,
    BACKEND_CANNOT
  }

  /** Fails if the feature does not work as it should. */
  @FunctionalInterface
  interface Script {
    void play(Meeting meeting) throws InterruptedException;
  }
}
