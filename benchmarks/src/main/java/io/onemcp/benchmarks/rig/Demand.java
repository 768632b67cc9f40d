package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.load.Template;
import io.onemcp.benchmarks.report.Terms;

/**
 * Load that is sent through a lane.
 *
 * @param what is asked, again and again
 * @param clients that ask at a time, each on a connection of its own
 * @param rate requests that fall due in a second; 0 where each client asks as soon as it is
 *     answered
 */
record Demand(What what, int clients, double rate) {
  /** Something to ask for. */
  sealed interface What {
    /** Returns the request of a session. */
    Template worded(Speech speech, String session, String tool);

    /** Returns it in a few words. */
    String label();
  }

  /** Calls whose argument and answer have so many characters. */
  record Echo(int size) implements What {
    @Override
    public Template worded(Speech speech, String session, String tool) {
      return speech.call(session, tool, size);
    }

    @Override
    public String label() {
      return bytes(size);
    }
  }

  /** Short calls whose answers have so many characters. */
  record Result(int size) implements What {
    @Override
    public Template worded(Speech speech, String session, String tool) {
      return speech.result(session, tool, size);
    }

    @Override
    public String label() {
      return "result of " + bytes(size);
    }
  }

  /** The list of tools. */
  record Listing() implements What {
    @Override
    public Template worded(Speech speech, String session, String tool) {
      return speech.list(session);
    }

    @Override
    public String label() {
      return "list of tools";
    }
  }

  /** Returns calls by clients who ask as soon as they are answered. */
  static Demand calls(int size, int clients) {
    return new Demand(new Echo(size), clients, 0);
  }

  /** Returns requests for the list of tools. */
  static Demand lists(int clients) {
    return new Demand(new Listing(), clients, 0);
  }

  /** Returns the same with requests that fall due at a steady rate. */
  Demand at(double other) {
    return new Demand(what, clients, other);
  }

  /** Returns it in a few words. */
  String label() {
    return Terms.clients(what.label(), clients);
  }

  private static String bytes(int size) {
    if (size < 1000) {
      return size + " B";
    }
    return size < 1_000_000 ? size / 1000 + " KB" : size / 1_000_000 + " MB";
  }
}
