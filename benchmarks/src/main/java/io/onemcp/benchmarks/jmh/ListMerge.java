package io.onemcp.benchmarks.jmh;

import io.onemcp.core.backend.Offer;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Projection;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.NamingConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Making one list of many when one of the backends has other tools than before. */
@State(Scope.Thread)
public class ListMerge {
  @Param({"10", "500"})
  public int backends;

  private final Offer one = Catalogs.offer("");
  private final Offer other = Catalogs.offer("-new");
  private CapabilityCatalog catalog = new CapabilityCatalog(NamingConfig.DEFAULT);
  private boolean changed;

  /** Fills the catalog. */
  @Setup
  public void prepare() {
    catalog = Catalogs.of(backends);
  }

  /** Takes a change in, and shows everything. */
  @Benchmark
  public Projection merge() {
    changed = !changed;
    catalog.offered(Catalogs.name(0), changed ? other : one);
    return catalog.of(View.EVERYTHING);
  }
}
