package io.onemcp.adapters.http.outbound;

/** The same, with connections that wait in an event loop. */
final class HttpPeersInALoopTest extends HttpPeersTest {
  @Override
  HttpFixture.Waits waits() {
    return HttpFixture.Waits.IN_A_LOOP;
  }
}
