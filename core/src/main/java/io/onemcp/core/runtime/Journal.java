package io.onemcp.core.runtime;

import io.onemcp.core.OutboundPort;
import java.util.List;
import java.util.Optional;

/**
 * Records that outlive the process, however it ends, in the order in which they were appended. One
 * process writes at a time. Safe for use by many threads; what cannot be kept is told by {@link
 * #trouble}, and thrown at nobody.
 */
@OutboundPort
public interface Journal extends AutoCloseable {
  /** Longest record, in bytes; a longer one is not kept. */
  int LONGEST = 64 << 10;

  /** Keeps nothing, and says that nothing is wrong with it. */
  Journal NOWHERE = new NoJournal();

  /**
   * Returns the records that are there, oldest first and marked ones last, and begins to write
   * behind them. A record that its writer did not finish is left out, with all that follows. To be
   * called once, before anything else.
   *
   * @throws StateFileException if it cannot be read, or others than its owner can read or write it
   */
  List<byte[]> open();

  /**
   * Adds a record, and returns at once. A moment later it outlives the process; about a second
   * later, or after {@link #force}, the machine's loss of power, too.
   */
  void append(byte[] record);

  /**
   * Keeps a record until it is taken back by {@link #unmark}: those who open the journal later find
   * it behind all others if this process ends before. It outlives the process at once, and the loss
   * of power like what was appended. Costs no call of the operating system.
   *
   * @return its place; negative if there is none for it, then it may be appended
   */
  int mark(byte[] record);

  /** Takes back what was marked; once the journal is closed, nothing is taken back. */
  void unmark(int place);

  /** Waits until all that was appended before is safe; false if it is not, or not soon enough. */
  boolean force() throws InterruptedException;

  /**
   * Puts these records in the place of all that were appended before, and of those that an earlier
   * process had marked, as a whole or not at all, and returns at once. What is wrong with the
   * journal may be mended by it.
   */
  void replace(List<byte[]> records);

  /** Returns why records are not kept at the moment; fit to be shown. */
  Optional<String> trouble();

  /** Writes what was appended, and gives the journal up to another process. */
  @Override
  void close();
}
