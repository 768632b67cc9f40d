package io.onemcp.testkit;

import io.onemcp.core.runtime.Journal;

class MemoryJournalTest implements JournalContract {
  private MemoryJournal journal = new MemoryJournal();

  @Override
  public Journal next() {
    journal = journal.again();
    return journal;
  }
}
