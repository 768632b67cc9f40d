package io.onemcp.app.embedded;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.onemcp.adapters.auth.OpenDoor;
import io.onemcp.adapters.config.ConfigWatch;
import io.onemcp.adapters.http.inbound.UndertowDoor;
import io.onemcp.adapters.http.outbound.OutboundHttp;
import io.onemcp.adapters.http.socket.RelayedPeers;
import io.onemcp.adapters.http.socket.SocketRelay;
import io.onemcp.adapters.stdio.StdioConnector;
import io.onemcp.core.access.Authenticator;
import io.onemcp.core.backend.BackendChanges;
import io.onemcp.core.backend.BackendEvent;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.OfferCache;
import io.onemcp.core.bridge.HeldTasks;
import io.onemcp.core.bridge.Parking;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.config.ReloadConfig;
import io.onemcp.core.event.EventBus;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.reload.ConfigStanding;
import io.onemcp.core.reload.LiveConfig;
import io.onemcp.core.reload.Reload;
import io.onemcp.core.runtime.Journal;
import io.onemcp.core.runtime.StateFiles;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import io.onemcp.core.stateful.ClientSessions;
import io.onemcp.core.stateless.StatelessFront;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway inside an application. It listens on a socket only if that was asked for;
 * {@link #client()} needs none.
 *
 * <p>Safe for use by many threads. Closing lets running exchanges finish within a bound, then ends
 * every backend.
 */
public final class OneMcpRuntime implements AutoCloseable {
  private final Injector injector;
  private final Optional<URI> url;
  private final Optional<SocketRelay> relay;
  private volatile Optional<ConfigWatch> watch = Optional.empty();
  private final AtomicBoolean closed = new AtomicBoolean();

  private OneMcpRuntime(Injector injector, Optional<URI> url, Optional<SocketRelay> relay) {
    this.injector = injector;
    this.url = url;
    this.relay = relay;
  }

  /** Begins a runtime that has no backends and no socket. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the address of the MCP endpoint; empty without a socket. */
  public Optional<URI> url() {
    return url;
  }

  /** Returns how every backend is, or was at the end, in the order of their names. */
  public List<BackendReport> backends() {
    return injector.getInstance(Reports.class).all();
  }

  /**
   * Waits until every backend was connected or failed once, but no longer than the bound; returns
   * whether all were.
   */
  public boolean awaitSettled(Duration bound) throws InterruptedException {
    return injector.getInstance(Backends.class).awaitSettled(bound);
  }

  /**
   * Connects a backend anew, whatever became of it: also one that was given up. Calls under way on
   * its old connection are lost. Returns whether it will be: not if there is none of this name, or
   * it is disabled.
   */
  public boolean restart(String backend) {
    return BackendName.isValid(backend)
        && injector
            .getInstance(Backends.class)
            .restart(new BackendName(backend), "restarted by hand");
  }

  /**
   * Calls the listener, on a thread of its own, with the report of a backend whenever its state has
   * changed.
   */
  public void onBackendChange(Consumer<BackendReport> listener) {
    injector
        .getInstance(EventBus.class)
        .subscribe(
            BackendEvent.StateChanged.class,
            change -> injector.getInstance(Reports.class).of(change.backend()).ifPresent(listener));
  }

  /**
   * Reads the configuration anew, applies what differs, and returns what came of it; backends that
   * need another connection get it afterwards. Without a source to read from there is no change.
   */
  public Reload reload() throws InterruptedException {
    return injector.getInstance(LiveConfig.class).reload();
  }

  /**
   * Calls the listener, on a thread of its own, whenever another configuration was applied, or one
   * was rejected.
   */
  public void onReload(Consumer<Reload> listener) {
    injector.getInstance(EventBus.class).subscribe(Reload.class, listener);
  }

  /** Returns how the configuration in use relates to the one that was read last. */
  public ConfigStanding configuration() {
    return injector.getInstance(LiveConfig.class).standing();
  }

  /**
   * Returns how many calls of stateless clients at stateful backends are held: they run there, or
   * wait for their client to come back with an answer.
   */
  public int heldCalls() {
    return injector.getInstance(Parking.class).size();
  }

  /** Returns a client that talks to this gateway without a socket. */
  public GatewayClient client() {
    return new GatewayClient(
        injector.getInstance(StatelessFront.class),
        injector.getInstance(CapabilityCatalog.class),
        injector.getInstance(Implementation.class).json());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.ifPresent(ConfigWatch::close);
      injector.getInstance(LiveConfig.class).close();
      relay.ifPresent(SocketRelay::close);
      if (url.isPresent()) {
        injector.getInstance(UndertowDoor.class).stopListening();
      }
      injector.getInstance(ClientSessions.class).giveUp();
      injector.getInstance(BackendChanges.class).close();
      injector.getInstance(StatelessFront.class).close();
      if (url.isPresent()) {
        injector.getInstance(UndertowDoor.class).close();
      }
      injector.getInstance(Parking.class).close();
      injector.getInstance(HeldTasks.class).close();
      injector.getInstance(ClientSessions.class).close();
      injector.getInstance(Backends.class).close();
      injector.getInstance(OfferCache.class).close();
      injector.getInstance(StdioConnector.class).close();
      injector.getInstance(OutboundHttp.class).close();
      injector.getInstance(Tasks.class).close();
    }
  }

  /** Collects what a runtime is made of. Not safe for use by several threads. */
  public static final class Builder {
    private final Map<String, InProcessServer> servers = new LinkedHashMap<>();
    private final List<BackendDefinition> definitions = new ArrayList<>();
    private Reading.Loaded reading = plain(GatewayConfig.DEFAULT);
    private ConfigSource source = () -> reading;
    private Optional<Path> watched = Optional.empty();
    private Authenticator authenticator = new OpenDoor();
    private UnaryOperator<HttpConfig> http = UnaryOperator.identity();
    private @Nullable StateFiles scope;
    private @Nullable Path logs;
    private Function<Tasks, Journal> journal = _ -> Journal.NOWHERE;
    private Optional<Takeover> takeover = Optional.empty();
    private boolean listens;

    private Builder() {}

    /**
     * Takes everything that a configuration says; backends added here come on top of its own, and
     * an address given here wins over its own.
     */
    public Builder config(GatewayConfig configuration) {
      return config(plain(configuration), () -> plain(configuration));
    }

    /**
     * Takes what was read from a source, and reads the source again when the runtime is told to
     * {@link OneMcpRuntime#reload}.
     */
    public Builder config(Reading.Loaded first, ConfigSource again) {
      reading = first;
      source = again;
      return this;
    }

    /**
     * Reloads by itself when this file, or the {@code .env} beside it, has changed, unless the
     * configuration says otherwise.
     */
    public Builder watch(Path file) {
      watched = Optional.of(file);
      return this;
    }

    private static Reading.Loaded plain(GatewayConfig configuration) {
      return new Reading.Loaded(configuration, List.of(), List.of(), Set.of());
    }

    /** Adds a backend. */
    public Builder backend(BackendDefinition definition) {
      definitions.add(definition);
      return this;
    }

    /** Adds a server object of this JVM as a backend of this name. */
    public Builder server(String name, InProcessServer server) {
      servers.put(name, server);
      return backend(BackendDefinition.of(name, new BackendTransport.InProcess(name)));
    }

    /** Listens where the configuration says. */
    public Builder http() {
      listens = true;
      return this;
    }

    /** Listens on a socket; port 0 picks a free one. */
    public Builder http(String host, int port) {
      http = configured -> configured.at(host, port);
      listens = true;
      return this;
    }

    /** Listens on a socket, and on a Unix domain socket too if the configuration names one. */
    public Builder http(HttpConfig wanted) {
      http = _ -> wanted;
      listens = true;
      return this;
    }

    /** Decides who may call over the socket; without it everybody may who can reach it. */
    public Builder authenticator(Authenticator judge) {
      authenticator = judge;
      return this;
    }

    /**
     * Keeps what should outlive the runtime, such as the lists of backends, in these files; without
     * them nothing is kept.
     */
    public Builder scope(StateFiles files) {
      scope = files;
      return this;
    }

    /**
     * Writes what servers say on their standard error to files in this folder, {@code
     * server-NAME.log}, for their owner alone; without a folder only the last lines are kept.
     */
    public Builder logs(Path folder) {
      logs = folder;
      return this;
    }

    /**
     * Keeps sessions in the journal that is made here: they go on in the next runtime that is given
     * the same one. Without it they end with this runtime.
     */
    public Builder journal(Function<Tasks, Journal> sessions) {
      journal = sessions;
      return this;
    }

    /**
     * Takes over from a runtime of another process that listens at the same address and writes the
     * same journal: the socket opens first, so that no client is refused, where the operating
     * system knows how to share a port (Linux does).
     *
     * @param end tells the other one to end, once clients can come here; those that do wait until
     *     it has given its sessions up
     */
    public Builder succeeding(Runnable end) {
      takeover = Optional.of(new Takeover(end));
      return this;
    }

    /**
     * Starts the gateway: the socket is open when this returns, backends connect side by side
     * behind it. Backends that are loaded synchronously are connected, or failed once, before it
     * opens, unless that takes longer than the configuration allows.
     *
     * @throws io.onemcp.adapters.http.inbound.DoorBlockedException if the address cannot be
     *     listened on
     * @throws io.onemcp.adapters.http.socket.SocketBlockedException if the Unix domain socket
     *     cannot
     * @throws io.onemcp.core.runtime.StateFileException if what is kept cannot be read
     * @throws IllegalArgumentException if two backends have one name
     */
    public OneMcpRuntime start() {
      AddedBackends added = new AddedBackends(List.copyOf(definitions), http);
      Reading.Loaded first = added.in(reading);
      GatewayConfig config = first.config();
      RuntimeParts parts =
          new RuntimeParts(
              first,
              added.to(source),
              authenticator,
              Map.copyOf(servers),
              Optional.ofNullable(scope),
              Optional.ofNullable(logs),
              journal);
      Injector injector = Guice.createInjector(Stage.PRODUCTION, new RuntimeModule(parts));
      recall(injector, config.backends());
      Backends backends = injector.getInstance(Backends.class);
      try {
        if (takeover.isEmpty()) {
          injector.getInstance(ClientSessions.class).recall();
        }
        boolean waits = backends.mustBeThereFirst();
        if (waits) {
          backends.start();
          awaitSync(backends, config.loading().deadline());
        }
        OneMcpRuntime runtime = listens ? open(injector, config.http()) : withoutSocket(injector);
        if (!waits) {
          backends.start();
        }
        runtime.watch = follow(injector, config.reload());
        return runtime;
      } catch (RuntimeException e) {
        injector.getInstance(ClientSessions.class).close();
        backends.close();
        injector.getInstance(Tasks.class).close();
        throw e;
      }
    }

    private Optional<ConfigWatch> follow(Injector injector, ReloadConfig reload) {
      LiveConfig live = injector.getInstance(LiveConfig.class);
      Tasks tasks = injector.getInstance(Tasks.class);
      live.start(tasks);
      TimeSource time = injector.getInstance(TimeSource.class);
      Optional<ConfigWatch> watch =
          watched
              .filter(_ -> reload.enabled())
              .map(file -> new ConfigWatch(file, reload.debounce(), tasks, time, live::request));
      // Whatever changed between the first reading and the beginning of the watch.
      watch.ifPresent(_ -> live.request());
      return watch;
    }

    /** An interrupt ends the wait, not the start. */
    private static void awaitSync(Backends backends, Duration deadline) {
      try {
        backends.awaitSync(deadline);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    /** Fills the lists before anybody can ask for them. */
    private static void recall(Injector injector, List<BackendDefinition> definitions) {
      injector
          .getInstance(OfferCache.class)
          .retain(definitions.stream().map(BackendDefinition::name).toList());
      injector.getInstance(Backends.class).recall();
    }

    private static OneMcpRuntime withoutSocket(Injector injector) {
      return new OneMcpRuntime(injector, Optional.empty(), Optional.empty());
    }

    private OneMcpRuntime open(Injector injector, HttpConfig address) {
      UndertowDoor door = injector.getInstance(UndertowDoor.class);
      int port = takeover.map(it -> it.open(door)).orElseGet(door::start);
      try {
        takeover.ifPresent(it -> {
          it.tell();
          injector.getInstance(ClientSessions.class).recall();
        });
        Optional<SocketRelay> relay =
            address.socket().map(path -> relay(injector, path, address.host(), port));
        relay.ifPresent(SocketRelay::open);
        return new OneMcpRuntime(injector, Optional.of(url(address.host(), port)), relay);
      } catch (RuntimeException e) {
        door.close();
        throw e;
      }
    }

    private static SocketRelay relay(Injector injector, String path, String host, int port) {
      InetSocketAddress bound = new InetSocketAddress(host, port);
      InetSocketAddress reachable =
          bound.getAddress().isAnyLocalAddress()
              ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
              : bound;
      return new SocketRelay(
          Path.of(path),
          reachable,
          injector.getInstance(RelayedPeers.class),
          injector.getInstance(Tasks.class));
    }

    private static URI url(String host, int port) {
      return URI.create(
          "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/mcp");
    }
  }
}
