package io.onemcp.core.fake;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.OfferCache;
import io.onemcp.core.backend.OfferFiles;
import io.onemcp.core.bridge.HeldTasks;
import io.onemcp.core.bridge.Parking;
import io.onemcp.core.bridge.StateSeal;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Cursors;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.Limits;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.exchange.ClientPlaces;
import io.onemcp.core.exchange.Descriptions;
import io.onemcp.core.exchange.Forwarding;
import io.onemcp.core.exchange.Listings;
import io.onemcp.core.exchange.MethodTables;
import io.onemcp.core.exchange.Newsroom;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.exchange.StartGate;
import io.onemcp.core.runtime.Journal;
import io.onemcp.core.stateful.ClientSessions;
import io.onemcp.core.stateful.SessionJournal;
import io.onemcp.core.stateful.StatefulFront;
import io.onemcp.core.stateless.StatelessFront;
import io.onemcp.core.task.TaskIds;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** The whole core, with servers in memory behind it. */
public final class Gateway implements AutoCloseable {
  public static final Caller ALICE = new Caller("alice");
  public static final Caller BOB = new Caller("bob");
  public static final Duration LIST_WAIT = Duration.ofSeconds(10);

  public final World world = new World();
  public final CapabilityCatalog catalog;
  public final Newsroom news;
  public final Backends backends;
  public final Parking parking;
  public final ClientSessions sessions;
  public final StatefulFront stateful;
  public final StatelessFront stateless;

  public Gateway(String... names) {
    this(NamingConfig.DEFAULT, Limits.DEFAULT, names);
  }

  public Gateway(NamingConfig naming, Limits limits, String... names) {
    this(naming, limits, Journal.NOWHERE, names);
  }

  /** Makes a gateway that keeps offers on this disk. */
  public Gateway(MemoryFiles disk, String... names) {
    this(
        world ->
            world.offers =
                OfferCache.in(
                    new OfferFiles(disk, new byte[32], OfferFiles.Bounds.DEFAULT), world.tasks),
        NamingConfig.DEFAULT,
        Limits.DEFAULT,
        Journal.NOWHERE,
        names);
  }

  /** Makes a gateway that keeps sessions in this journal. */
  public Gateway(NamingConfig naming, Limits limits, Journal journal, String... names) {
    this(_ -> {}, naming, limits, journal, names);
  }

  private Gateway(
      Consumer<World> setting,
      NamingConfig naming,
      Limits limits,
      Journal journal,
      String... names) {
    setting.accept(world);
    catalog = new CapabilityCatalog(naming);
    news = new Newsroom(catalog);
    backends =
        world.backends(
            news, Arrays.stream(names).map(World::backend).toArray(BackendDefinition[]::new));
    Parking.Bounds bounds = new Parking.Bounds(2_000, 1_000, limits.questionTimeout());
    parking = new Parking(new StateSeal(new byte[32]), world.tasks, world.time, bounds);
    ResourceWatches watches = new ResourceWatches(backends, world.tasks);
    news.join(watches);
    backends.heed(watches::concern);
    MethodTables methods = methods(world, catalog, backends, parking, limits);
    StartGate gate = new StartGate(backends, LIST_WAIT);
    Descriptions descriptions = new Descriptions(catalog, backends, World.GATEWAY);
    stateless =
        new StatelessFront(
            catalog, backends, descriptions, World.GATEWAY, methods, watches, gate, world.tasks);
    sessions =
        new ClientSessions(
            catalog,
            backends,
            methods,
            watches,
            gate,
            limits,
            new SessionJournal(journal, world.time),
            world.tasks,
            world.time);
    news.join(sessions.news());
    sessions.recall();
    stateful = new StatefulFront(sessions, descriptions, gate);
  }

  private static MethodTables methods(
      World world, CapabilityCatalog catalog, Backends backends, Parking parking, Limits limits) {
    return new MethodTables(
        new Listings(
            catalog, backends, new Cursors(new byte[32]), limits.pageSize(), World.GATEWAY.json()),
        new Forwarding(
            catalog,
            backends,
            world.tasks,
            parking,
            new TaskIds(new byte[32]),
            new HeldTasks(
                world.tasks,
                world.time,
                new HeldTasks.Bounds(2_000, 1_000, HeldTasks.Bounds.LIFE))),
        new ClientPlaces(1_000));
  }

  /** Returns the usual limits with other ones for sessions and pages. */
  public static Limits limits(int sessions, Duration idle, int pageSize) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.maxBodyBytes(),
        usual.maxJsonDepth(),
        usual.maxBackendMessageBytes(),
        sessions,
        idle,
        usual.maxStreamQueue(),
        usual.maxStreams(),
        usual.maxInFlightPerBackend(),
        usual.replayEvents(),
        usual.replayBytes(),
        usual.replayTotalBytes(),
        usual.maxConnections(),
        usual.questionTimeout(),
        pageSize);
  }

  /** Makes a gateway with one server of this name, ready to be called. */
  public static Gateway of(String name, FakeServer server) throws InterruptedException {
    return new Gateway(name).with(name, server).started();
  }

  /** Puts a server behind a name. */
  public Gateway with(String name, FakeServer server) {
    world.connector.with(name, server);
    return this;
  }

  /** Starts all backends, and waits until each has answered or failed. */
  public Gateway started() throws InterruptedException {
    backends.start();
    backends.awaitSettled(Duration.ofDays(1));
    return this;
  }

  public static View only(String name) {
    return new View.OneBackend(new BackendName(name));
  }

  /** Opens a session for a client of revision 2025-11-25 that declared nothing. */
  public OldClient old() {
    return old("{}");
  }

  /** Opens a session for a client of revision 2025-11-25 that declared these capabilities. */
  public OldClient old(String capabilities) {
    return OldClient.open(this, ALICE, View.EVERYTHING, "2025-11-25", capabilities);
  }

  /** Makes a client of revision 2026-07-28 that declares nothing. */
  public NewClient fresh() {
    return new NewClient(this, ALICE, View.EVERYTHING, "{}", "");
  }

  @Override
  public void close() {
    sessions.close();
    stateless.close();
    parking.close();
    backends.close();
    world.offers.close();
    world.close();
  }
}
