package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ObedientServer;
import io.onemcp.testkit.RemoteConnectorContract;
import io.onemcp.testkit.ScriptedHttp.Option;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class HttpConnectorTest implements RemoteConnectorContract {
  private final HttpFixture fixture = new HttpFixture(waits());

  HttpFixture.Waits waits() {
    return HttpFixture.Waits.IN_THE_JDK;
  }

  @AfterEach
  void endAll() throws IOException {
    fixture.close();
  }

  @Override
  public BackendConnector connector() {
    return fixture.connector();
  }

  @Override
  public BackendDefinition obedient() {
    return fixture.serve(ObedientServer.of(Revision.LATEST_STATEFUL)).definition("obedient");
  }

  @Override
  public BackendDefinition nobody() {
    return HttpFixture.definition(HttpFixture.nobody());
  }

  @Nested
  final class GivenAServerThatAlwaysStreams implements RemoteConnectorContract {
    @Override
    public BackendConnector connector() {
      return fixture.connector();
    }

    @Override
    public BackendDefinition obedient() {
      return fixture
          .serve(ObedientServer.of(Revision.LATEST_STATEFUL), Option.ALWAYS_STREAMS)
          .definition("obedient");
    }

    @Override
    public BackendDefinition nobody() {
      return HttpConnectorTest.this.nobody();
    }
  }
}
