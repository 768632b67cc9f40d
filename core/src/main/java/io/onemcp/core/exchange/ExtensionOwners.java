package io.onemcp.core.exchange;

import io.onemcp.core.backend.Offer;
import io.onemcp.core.catalog.Projection;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonMember;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the backend to which a method belongs that the gateway does not know: at the address of one
 * backend that one, else the only one in view whose extension it can be of, if the client declares
 * that extension, too.
 */
public final class ExtensionOwners {
  private static final String EXTENSIONS = "extensions";
  private static final String NOTIFICATIONS = "notifications/";

  private ExtensionOwners() {}

  /** Returns the owner of a method, or why there is none. */
  public static Owner of(String method, ClientHop client, Projection projection) {
    if (client.view() instanceof View.OneBackend(var backend)) {
      return new Owner.One(backend);
    }
    Set<String> possible = possible(method, client.era(), projection);
    Set<String> common = new LinkedHashSet<>(possible);
    common.retainAll(names(client.capabilities()));
    Set<BackendName> owners = new TreeSet<>();
    projection
        .offers()
        .forEach((name, offer) -> {
          if (offer.era() == client.era() && declared(offer).stream().anyMatch(common::contains)) {
            owners.add(name);
          }
        });
    if (owners.size() == 1) {
      return new Owner.One(owners.iterator().next());
    }
    boolean undeclared = owners.isEmpty() && possible.size() == 1 && client.era() == Era.STATELESS;
    return new Owner.None(
        undeclared
            ? missing(method, possible.iterator().next())
            : new GatewayError.UnownedMethod(method));
  }

  /**
   * Returns the extensions that the method can be of: those that bear its name, if any does, else
   * all.
   */
  private static Set<String> possible(String method, Era era, Projection projection) {
    Set<String> all = new LinkedHashSet<>();
    projection.offers().values().stream()
        .filter(offer -> offer.era() == era)
        .forEach(offer -> all.addAll(declared(offer)));
    Set<String> named = new LinkedHashSet<>(all);
    named.removeIf(extension -> !bears(method, extension));
    return named.isEmpty() ? all : named;
  }

  private static boolean bears(String method, String extension) {
    String plain =
        method.startsWith(NOTIFICATIONS) ? method.substring(NOTIFICATIONS.length()) : method;
    String name = extension.substring(extension.lastIndexOf('/') + 1);
    return plain.equals(name)
        || plain.startsWith(name + "/")
        || plain.equals(extension)
        || plain.startsWith(extension + "/");
  }

  /** Returns whether a client and a backend declare an extension in common. */
  static boolean isShared(Json client, Json server) {
    Set<String> names = names(server);
    return names(client).stream().anyMatch(names::contains);
  }

  private static List<String> declared(Offer offer) {
    return List.copyOf(names(offer.server().capabilities()));
  }

  private static Set<String> names(Json capabilities) {
    Json extensions = capabilities.at(EXTENSIONS);
    Set<String> names = new LinkedHashSet<>();
    for (JsonMember extension : extensions == null ? List.<JsonMember>of() : extensions.members()) {
      names.add(extension.name());
    }
    return names;
  }

  private static GatewayError missing(String method, String extension) {
    Json settings = new JsonWriter().put(extension, Json.EMPTY_OBJECT).json();
    return new GatewayError.MissingCapability(
        new JsonWriter().put(EXTENSIONS, settings).json(),
        method + " may need the extension " + extension + " (expected: declared by the client)");
  }

  /** Whose a method is. */
  public sealed interface Owner {
    /** Of this backend. */
    record One(BackendName backend) implements Owner {}

    /** Of nobody that can be told. */
    record None(GatewayError error) implements Owner {}
  }
}
