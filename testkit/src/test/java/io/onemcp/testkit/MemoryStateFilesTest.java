package io.onemcp.testkit;

import io.onemcp.core.runtime.StateFiles;

class MemoryStateFilesTest implements StateFilesContract {
  private final MemoryStateFiles files = new MemoryStateFiles();

  @Override
  public StateFiles stateFiles() {
    return files;
  }

  @Override
  public void expose(String name) {
    files.expose(name);
  }
}
