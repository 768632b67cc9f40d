package io.onemcp.adapters.config;

import java.util.List;

/** What may stand behind a key. */
sealed interface ValueKind {
  /** Tells a person what is expected. */
  String expectation();

  /** A text that is not blank. */
  record Line() implements ValueKind {
    @Override
    public String expectation() {
      return "a text that is not blank";
    }
  }

  /** True or false. */
  record Switch() implements ValueKind {
    @Override
    public String expectation() {
      return "true or false";
    }
  }

  /** A whole number between two bounds, both included. */
  record Whole(int least, int most) implements ValueKind {
    @Override
    public String expectation() {
      return "a whole number from " + least + " to " + most;
    }
  }

  /** A span of time; a number without a unit counts milliseconds. */
  record Span(boolean zeroAllowed) implements ValueKind {
    @Override
    public String expectation() {
      return "milliseconds, or a text such as \"30s\", \"5m\" or \"24h\""
          + (zeroAllowed ? "" : ", more than zero");
    }
  }

  /** A number of bytes that fits an {@code int}, at least one kibibyte. */
  record Size() implements ValueKind {
    static final int LEAST = 1 << 10;

    @Override
    public String expectation() {
      return "bytes, or a text such as \"512KiB\" or \"4MiB\", from 1KiB to below 2GiB";
    }
  }

  /** One of a few words. */
  record Choice(List<String> words) implements ValueKind {
    @Override
    public String expectation() {
      return "one of " + String.join(", ", words);
    }
  }

  /** An absolute http or https URL. */
  record Address() implements ValueKind {
    @Override
    public String expectation() {
      return "an absolute http or https URL";
    }
  }

  /** A list of absolute http or https URLs. */
  record Addresses() implements ValueKind {
    @Override
    public String expectation() {
      return "a list of absolute http or https URLs, each once";
    }
  }

  /** A list of texts; numbers and truth values count as their spelling. */
  record Lines() implements ValueKind {
    @Override
    public String expectation() {
      return "a list of texts";
    }
  }

  /** An object of texts; numbers and truth values count as their spelling. */
  record Pairs() implements ValueKind {
    @Override
    public String expectation() {
      return "an object of texts";
    }
  }

  /** An object of texts, or a list of {@code NAME=value} and {@code NAME}. */
  record Environment() implements ValueKind {
    @Override
    public String expectation() {
      return "an object of texts, or a list of \"NAME=value\" and \"NAME\"";
    }
  }
}
