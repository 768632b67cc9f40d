package io.onemcp.app.embedded;

import io.onemcp.adapters.http.inbound.DoorBlockedException;
import io.onemcp.adapters.http.inbound.UndertowDoor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Taking over from a runtime of another process that listens at the same address. For one use. */
final class Takeover {
  private static final int STEPS = 4_000;
  private static final int STEP_MILLIS = 5;

  private final Runnable end;
  private boolean told;

  /** Makes a takeover; {@code end} tells the other runtime to end. */
  Takeover(Runnable end) {
    this.end = end;
  }

  /**
   * Opens the door beside the other one. Where two cannot share a port the other runtime is told
   * first, and the door opens as soon as it has closed its own.
   */
  int open(UndertowDoor door) {
    try {
      return door.startBesides();
    } catch (DoorBlockedException _) {
      tell();
      return openAfterwards(door);
    }
  }

  private static int openAfterwards(UndertowDoor door) {
    CountDownLatch pause = new CountDownLatch(1);
    for (int i = 1; ; i++) {
      try {
        return door.startBesides();
      } catch (DoorBlockedException e) {
        if (i == STEPS || isInterrupted(pause)) {
          throw e;
        }
      }
    }
  }

  private static boolean isInterrupted(CountDownLatch pause) {
    try {
      return pause.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Tells the other runtime to end, unless it was told before. */
  void tell() {
    if (!told) {
      told = true;
      end.run();
    }
  }
}
