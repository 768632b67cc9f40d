package io.onemcp.adapters.http.outbound;

import io.onemcp.core.runtime.Tasks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Asks the operating system for addresses, which keeps a thread for as long as the answer takes:
 * seconds, where a network is broken.
 */
final class PatientResolver implements DnsResolver {
  private final DnsResolver system = SystemDefaultDnsResolver.INSTANCE;
  private final Tasks tasks;

  PatientResolver(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    tasks.mayTakeLong();
    return system.resolve(host);
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    tasks.mayTakeLong();
    return system.resolve(host, port);
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    tasks.mayTakeLong();
    return system.resolveCanonicalHostname(host);
  }
}
