package io.onemcp.benchmarks.jmh;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Entry;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.NamingConfig;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the backend of a tool by its exposed name. */
@State(Scope.Thread)
public class CatalogLookup {
  @Param({"1", "500"})
  public int backends;

  private CapabilityCatalog catalog = new CapabilityCatalog(NamingConfig.DEFAULT);
  private String name = "";

  /** Fills the catalog. */
  @Setup
  public void prepare() {
    catalog = Catalogs.of(backends);
    // Not a constant of the benchmark: its hash is computed anew in a call, too.
    name = "backend" + backends / 2 + "__tool7";
  }

  /** Looks a tool up whose name has just arrived. */
  @Benchmark
  public Optional<Entry> find() {
    return catalog.of(View.EVERYTHING).find(CapabilityKind.TOOL, new String(name));
  }
}
