package io.onemcp.benchmarks.soak;

import java.util.List;
import java.util.function.Predicate;

/**
 * Compares the first minutes of a soak with its last ones.
 *
 * @param early the second after which nothing may grow any more
 * @param last the second at which the load ended
 */
record SoakVerdict(List<Vitals> samples, long early, long last) {
  private static final long WINDOW = 30;

  Verdict of(Tally tally, long orphans) {
    Verdict verdict = new Verdict();
    same(verdict, Vitals.RESIDENT, 0.15, 10);
    live(verdict);
    same(verdict, Vitals.DESCRIPTORS, 0.1, 10);
    same(verdict, Vitals.THREADS, 0.1, 5);
    same(verdict, Vitals.PROCESSES, 0, 4);
    quiet(verdict, Vitals.DESCRIPTORS);
    quiet(verdict, Vitals.THREADS);
    quiet(verdict, Vitals.PROCESSES);
    verdict.zero("wrong answers", tally.allWrong());
    verdict.zero("processes that outlive the gateway", orphans);
    return verdict;
  }

  /** Under load everything goes up and down: medians of a minute are compared. */
  private void same(Verdict verdict, String figure, double share, double more) {
    verdict.steady(figure, about(early, figure), about(last - WINDOW, figure), share, more);
  }

  private double about(long second, String figure) {
    List<Double> values =
        samples.stream()
            .filter(sample -> Math.abs(sample.second() - second) <= WINDOW)
            .map(sample -> sample.figure(figure))
            .sorted()
            .toList();
    return values.isEmpty() ? 0 : values.get(values.size() / 2);
  }

  private void live(Verdict verdict) {
    double before = first(sample -> sample.second() == early).figure(Soak.LIVE);
    double after = first(sample -> sample.second() == last).figure(Soak.LIVE);
    verdict.steady(Soak.LIVE, before, after, 0.1, 3);
    verdict.steady(Soak.LIVE + ", without load", before, end().figure(Soak.LIVE), 0, 1);
  }

  private void quiet(Verdict verdict, String figure) {
    verdict.steady(figure + ", without load", about(early, figure), end().figure(figure), 0, 0);
  }

  private Vitals end() {
    return samples.getLast();
  }

  private Vitals first(Predicate<Vitals> wanted) {
    return samples.stream().filter(wanted).findFirst().orElseThrow();
  }
}
