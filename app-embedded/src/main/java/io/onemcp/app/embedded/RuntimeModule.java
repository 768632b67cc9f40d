package io.onemcp.app.embedded;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.onemcp.adapters.http.inbound.DoorSettings;
import io.onemcp.adapters.http.inbound.Interior;
import io.onemcp.adapters.http.inbound.UndertowDoor;
import io.onemcp.adapters.http.outbound.HttpConnector;
import io.onemcp.adapters.http.outbound.OutboundHttp;
import io.onemcp.adapters.http.outbound.SseConnector;
import io.onemcp.adapters.http.socket.RelayedPeers;
import io.onemcp.adapters.stdio.ServerLogs;
import io.onemcp.adapters.stdio.StdioConnector;
import io.onemcp.app.embedded.system.SystemTasks;
import io.onemcp.app.embedded.system.SystemTime;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.BackendChanges;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Dialer;
import io.onemcp.core.backend.OfferCache;
import io.onemcp.core.backend.OfferFiles;
import io.onemcp.core.backend.StrayOutput;
import io.onemcp.core.backend.Surroundings;
import io.onemcp.core.bridge.HeldTasks;
import io.onemcp.core.bridge.Parking;
import io.onemcp.core.bridge.Parking.Bounds;
import io.onemcp.core.bridge.StateSeal;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Cursors;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.TrafficLimits;
import io.onemcp.core.event.EventBus;
import io.onemcp.core.exchange.ClientPlaces;
import io.onemcp.core.exchange.Descriptions;
import io.onemcp.core.exchange.Forwarding;
import io.onemcp.core.exchange.Listings;
import io.onemcp.core.exchange.MethodTables;
import io.onemcp.core.exchange.Newsroom;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.exchange.StartGate;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.reload.LiveConfig;
import io.onemcp.core.runtime.ScopeKey;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import io.onemcp.core.stateful.ClientSessions;
import io.onemcp.core.stateful.SessionJournal;
import io.onemcp.core.stateful.StatefulFront;
import io.onemcp.core.stateful.StatefulHops;
import io.onemcp.core.stateless.StatelessFront;
import io.onemcp.core.stateless.StatelessHops;
import io.onemcp.core.task.TaskIds;
import io.onemcp.core.task.TaskSupport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Puts one runtime together, from the ports inwards. */
final class RuntimeModule extends AbstractModule {
  private static final Duration TASKS_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ERA_PROBE = Duration.ofSeconds(10);

  private final RuntimeParts parts;

  RuntimeModule(RuntimeParts parts) {
    this.parts = parts;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bind(RuntimeParts.class).toInstance(parts);
    bind(GatewayConfig.class).toInstance(parts.config());
    bind(Implementation.class)
        .toInstance(new Implementation("onemcp", "OneMCP", Version.current()));
    bind(TimeSource.class).toInstance(new SystemTime());
    bind(RelayedPeers.class).toInstance(new RelayedPeers());
  }

  @Provides
  @Singleton
  Tasks tasks() {
    return new SystemTasks(TASKS_PATIENCE);
  }

  @Provides
  @Singleton
  EventBus events(Tasks tasks) {
    return new EventBus(tasks);
  }

  @Provides
  @Singleton
  CapabilityCatalog catalog(GatewayConfig config) {
    return new CapabilityCatalog(config.naming());
  }

  @Provides
  @Singleton
  Newsroom newsroom(CapabilityCatalog catalog) {
    return new Newsroom(catalog);
  }

  @Provides
  @Singleton
  OutboundHttp outboundHttp(Tasks tasks) {
    return new OutboundHttp(OutboundHttp.Settings.DEFAULT, tasks);
  }

  @Provides
  @Singleton
  StdioConnector stdio(GatewayConfig config, Tasks tasks, TimeSource time) {
    return new StdioConnector(
        tasks,
        config.limits(),
        parts.scope().map(files -> files.location("processes")),
        new ServerLogs(parts.logs(), config.serverLogs(), tasks, time));
  }

  @Provides
  @Singleton
  Dialer dialer(
      GatewayConfig config,
      Implementation gateway,
      Tasks tasks,
      OutboundHttp http,
      StdioConnector stdio,
      EventBus events) {
    MessageCodec codec = new MessageCodec(config.limits().maxJsonDepth());
    return new Dialer(
        List.of(
            new InProcessConnector(parts.servers(), codec, tasks),
            stdio,
            new HttpConnector(http, tasks, config.limits()),
            new SseConnector(http, tasks, config.limits())),
        List.of(new StatelessHops(gateway, tasks, ERA_PROBE), new StatefulHops(gateway, tasks)),
        new StrayOutput(events));
  }

  @Provides
  @Singleton
  ScopeKey key() {
    return parts.scope().map(ScopeKey::of).orElseGet(ScopeKey::random);
  }

  @Provides
  @Singleton
  OfferCache offers(ScopeKey key, Tasks tasks) {
    return parts
        .scope()
        .map(scope -> scope.within("offers"))
        .map(files -> new OfferFiles(files, key.derive("offers"), OfferFiles.Bounds.DEFAULT))
        .map(files -> OfferCache.in(files, tasks))
        .orElseGet(() -> OfferCache.none(tasks));
  }

  @Provides
  @Singleton
  Backends backends(
      GatewayConfig config,
      Dialer dialer,
      Tasks tasks,
      TimeSource time,
      EventBus events,
      OfferCache offers,
      Newsroom news) {
    Surroundings around =
        new Surroundings(
            tasks, time, events, () -> ThreadLocalRandom.current().nextDouble(), offers);
    Backends backends = new Backends(config.backends(), dialer, around, news, config);
    // A task runs on when no call is under way, and nobody counts the tasks of a backend.
    backends.heed(name ->
        backends.find(name).flatMap(Backend::offer).filter(TaskSupport::isOffered).isPresent());
    return backends;
  }

  @Provides
  @Singleton
  StartGate gate(GatewayConfig config, Backends backends) {
    return new StartGate(backends, config.loading().listWait());
  }

  @Provides
  @Singleton
  Descriptions descriptions(CapabilityCatalog catalog, Backends backends, Implementation gateway) {
    return new Descriptions(catalog, backends, gateway);
  }

  @Provides
  @Singleton
  Parking parking(GatewayConfig config, ScopeKey key, Tasks tasks, TimeSource time) {
    TrafficLimits traffic = config.traffic();
    Bounds bounds =
        new Bounds(
            traffic.heldCalls(), traffic.heldCallsPerClient(), config.limits().questionTimeout());
    return new Parking(new StateSeal(key.derive("state")), tasks, time, bounds);
  }

  @Provides
  @Singleton
  HeldTasks heldTasks(GatewayConfig config, Tasks tasks, TimeSource time) {
    TrafficLimits traffic = config.traffic();
    HeldTasks.Bounds bounds =
        new HeldTasks.Bounds(
            traffic.heldCalls(), traffic.heldCallsPerClient(), HeldTasks.Bounds.LIFE);
    return new HeldTasks(tasks, time, bounds);
  }

  @Provides
  @Singleton
  MethodTables methods(
      GatewayConfig config,
      CapabilityCatalog catalog,
      Backends backends,
      Implementation gateway,
      Tasks tasks,
      ScopeKey key,
      HeldTasks held,
      Parking parking) {
    Listings listings =
        new Listings(
            catalog,
            backends,
            new Cursors(key.derive("cursors")),
            config.limits().pageSize(),
            gateway.json());
    return new MethodTables(
        listings,
        new Forwarding(catalog, backends, tasks, parking, new TaskIds(key.derive("tasks")), held),
        new ClientPlaces(config.traffic().inFlightPerClient()));
  }

  @Provides
  @Singleton
  ResourceWatches watches(Backends backends, Tasks tasks, Newsroom news) {
    ResourceWatches watches = new ResourceWatches(backends, tasks);
    news.join(watches);
    backends.heed(watches::concern);
    return watches;
  }

  @Provides
  @Singleton
  StatelessFront stateless(
      CapabilityCatalog catalog,
      Backends backends,
      Descriptions descriptions,
      Implementation gateway,
      MethodTables methods,
      ResourceWatches watches,
      StartGate gate,
      Tasks tasks) {
    return new StatelessFront(
        catalog, backends, descriptions, gateway, methods, watches, gate, tasks);
  }

  @Provides
  @Singleton
  SessionJournal journal(Tasks tasks, TimeSource time) {
    return new SessionJournal(parts.journal().apply(tasks), time);
  }

  @Provides
  @Singleton
  ClientSessions sessions(
      GatewayConfig config,
      CapabilityCatalog catalog,
      Backends backends,
      MethodTables methods,
      ResourceWatches watches,
      StartGate gate,
      SessionJournal journal,
      Tasks tasks,
      TimeSource time,
      Newsroom news) {
    ClientSessions sessions =
        new ClientSessions(
            catalog, backends, methods, watches, gate, config.limits(), journal, tasks, time);
    news.join(sessions.news());
    return sessions;
  }

  @Provides
  @Singleton
  StatefulFront stateful(ClientSessions sessions, Descriptions descriptions, StartGate gate) {
    return new StatefulFront(sessions, descriptions, gate);
  }

  @Provides
  @Singleton
  BackendChanges changes(EventBus events, Tasks tasks, TimeSource time) {
    return new BackendChanges(events, tasks, time);
  }

  @Provides
  @Singleton
  LiveConfig liveConfig(
      Backends backends, CapabilityCatalog catalog, EventBus events, TimeSource time) {
    LiveConfig.Consequences consequences =
        (diff, next) -> {
          backends.apply(diff.backends(), next.reload().drain());
          if (diff.renames()) {
            catalog.rename(next.naming());
          }
        };
    return new LiveConfig(parts.reading(), parts.source(), consequences, events, time);
  }

  @Provides
  @Singleton
  Reports reports(
      Backends backends,
      BackendChanges changes,
      OfferCache offers,
      SessionJournal sessions,
      LiveConfig config,
      Implementation gateway) {
    return new Reports(backends, changes, offers, sessions, config, gateway.version());
  }

  @Provides
  @Singleton
  UndertowDoor door(
      GatewayConfig config,
      StatelessFront stateless,
      StatefulFront stateful,
      Backends backends,
      Reports reports,
      RelayedPeers peers,
      Tasks tasks) {
    Interior interior =
        new Interior(
            stateless,
            stateful,
            parts.authenticator(),
            name -> view(backends, name),
            reports,
            peers,
            tasks);
    return new UndertowDoor(DoorSettings.of(config.http(), config.limits()), interior);
  }

  private static Optional<View> view(Backends backends, String name) {
    return BackendName.isValid(name)
        ? backends.find(new BackendName(name)).map(backend -> new View.OneBackend(backend.name()))
        : Optional.empty();
  }
}
