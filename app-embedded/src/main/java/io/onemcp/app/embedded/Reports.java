package io.onemcp.app.embedded;

import io.onemcp.adapters.http.inbound.HealthReport;
import io.onemcp.adapters.http.inbound.HealthReport.BackendHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Overall;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ConnectionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at all backends, for people and for health checks. */
record Reports(Backends backends, String version) {
  List<BackendReport> all() {
    return backends.all().stream().map(Reports::of).toList();
  }

  HealthReport health() {
    List<BackendReport> all = all();
    boolean starting = all.stream().anyMatch(report -> !report.settled());
    boolean complete =
        all.stream().allMatch(report -> report.ready() || report.state().equals("disabled"));
    Overall overall = starting ? Overall.STARTING : complete ? Overall.OK : Overall.DEGRADED;
    return new HealthReport(overall, version, all.stream().map(Reports::health).toList());
  }

  private static BackendHealth health(BackendReport report) {
    return new BackendHealth(
        report.name(),
        report.state(),
        report.transport(),
        report.revision(),
        report.counts(),
        report.reason(),
        report.diagnostics().lines().toList());
  }

  private static BackendReport of(Backend backend) {
    ConnectionState state = backend.state();
    boolean ready = state instanceof ConnectionState.Ready;
    return new BackendReport(
        backend.name().value(),
        state.label(),
        ready,
        backend.isSettled(),
        backend.definition().transport().toString(),
        state instanceof ConnectionState.Ready known
            ? Optional.of(known.revision().wire())
            : Optional.empty(),
        counts(backend),
        ready ? Optional.empty() : Optional.of(backend.condition()),
        backend.diagnostics());
  }

  private static Map<String, Integer> counts(Backend backend) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    backend
        .offer()
        .ifPresent(offer -> {
          for (CapabilityKind kind : CapabilityKind.values()) {
            counts.put(kind.listMember(), offer.list(kind).size());
          }
        });
    return counts;
  }
}
