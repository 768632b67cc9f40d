package io.onemcp.core.runtime;

import io.onemcp.core.OutboundPort;
import java.util.List;
import java.util.Optional;

/**
 * Small texts that a runtime keeps from one life to the next, where nobody but its owner reads or
 * writes them. Names are made of {@code a-z 0-9 . -} and begin with a letter. Safe for use by many
 * threads.
 */
@OutboundPort
public interface StateFiles {
  /**
   * Returns the text under a name, or nothing where there is none.
   *
   * @throws StateFileException if it cannot be read, or others than its owner can read or write it
   */
  Optional<String> read(String name);

  /**
   * Puts a text under a name, as a whole: whoever reads meanwhile finds the old text or the new
   * one.
   *
   * @throws StateFileException if it cannot be kept
   */
  void write(String name, String text);

  /**
   * Puts a text under a name that has none, and tells whether it did; leaves an existing text
   * alone.
   *
   * @throws StateFileException if it cannot be kept
   */
  boolean create(String name, String text);

  /**
   * Removes the text under a name, if there is one.
   *
   * @throws StateFileException if it cannot be removed
   */
  void remove(String name);

  /**
   * Returns the names that have a text, in no particular order.
   *
   * @throws StateFileException if they cannot be found out
   */
  List<String> names();

  /** Returns texts apart from these, whose names do not meet; the inner ones have names, too. */
  StateFiles within(String name);

  /** Returns where a person finds what is under a name, whether or not it is there yet. */
  String location(String name);
}
