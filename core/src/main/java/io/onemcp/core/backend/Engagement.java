package io.onemcp.core.backend;

/**
 * One exchange's hold on a backend: a change of configuration lets that very backend live on until
 * the hold is closed, within the time that draining may take. Closed once, by whoever got it.
 */
public final class Engagement implements AutoCloseable {
  private final Tenure tenure;

  Engagement(Tenure tenure) {
    this.tenure = tenure;
  }

  public Backend backend() {
    return tenure.backend();
  }

  /** Returns one more hold, for work that may outlive this one. */
  public Engagement again() {
    tenure.enterAgain();
    return new Engagement(tenure);
  }

  @Override
  public void close() {
    tenure.leave();
  }
}
