package io.onemcp.benchmarks.jmh;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.core.access.Authenticator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Deciding who calls, which every request needs. */
@State(Scope.Thread)
public class Authentication {
  private Optional<String> credential = Optional.empty();
  private Authenticator keys = _ -> new Authenticator.Verdict.Challenge("not prepared");

  /** Makes a key. */
  @Setup
  public void prepare() throws IOException {
    Path folder = Files.createTempDirectory("onemcp-jmh");
    RuntimeScope scope = RuntimeScope.of(folder.resolve("mcp.json"));
    keys = ApiKeys.open(scope);
    credential = ApiKeys.first(scope).map(key -> "Bearer " + key);
  }

  /** Judges the right key. */
  @Benchmark
  public Authenticator.Verdict judge() {
    return keys.judge(credential);
  }
}
