package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers as state files, one for each backend. Everything together stays below a bound; what does
 * not fit is not kept.
 */
public final class OfferFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OfferFiles.class);
  private static final String PREFIX = "offer-";
  private static final int DIGITS = 16;

  private final StateFiles files;
  private final OfferSeal seal;
  private final Bounds bounds;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private volatile Optional<String> problem = Optional.empty();

  /**
   * Makes offers that only the holder of the same key can read or change unnoticed.
   *
   * @param key at least 32 bytes
   */
  public OfferFiles(StateFiles files, byte[] key, Bounds bounds) {
    this.files = files;
    this.seal = new OfferSeal(key);
    this.bounds = bounds;
  }

  Optional<String> problem() {
    return problem;
  }

  Optional<Offer> read(BackendDefinition definition) {
    String file = fileOf(definition.name());
    try {
      Optional<String> text = files.read(file);
      text.ifPresent(found -> kept.put(file, Kept.of(found)));
      return text.flatMap(found -> open(definition, file, found));
    } catch (StateFileException e) {
      report(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Offer> open(BackendDefinition definition, String file, String text) {
    if (!OfferText.isOfThisFormat(text)) {
      LOG.debug("{} has another format; it is ignored", files.location(file));
      return Optional.empty();
    }
    Optional<String> body = OfferText.body(text, seal);
    if (body.isEmpty()) {
      report(files.location(file) + ": damaged, or not from this runtime scope; it is ignored");
    }
    return body.flatMap(it -> OfferText.read(it, definition.name(), seal.of(definition)));
  }

  /** Writes an offer; false if that failed for a reason that may pass. */
  boolean write(BackendDefinition definition, Offer offer) {
    String file = fileOf(definition.name());
    String text = OfferText.write(offer, definition.name(), seal.of(definition), seal);
    Kept next = Kept.of(text);
    if (next.equals(kept.get(file))) {
      return true;
    }
    try {
      if (fits(file, text.length())) {
        files.write(file, text);
        kept.put(file, next);
        problem = Optional.empty();
      } else {
        kept.remove(file);
        files.remove(file);
        report("what " + definition.name() + " offers is too large to be kept");
      }
      return true;
    } catch (StateFileException e) {
      kept.remove(file);
      report(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private boolean fits(String file, int size) {
    long others =
        kept.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(file))
            .mapToLong(entry -> entry.getValue().size())
            .sum();
    return size <= bounds.oneOffer() && others + size <= bounds.allOffers();
  }

  void retain(Collection<BackendName> names) {
    Set<String> wanted = names.stream().map(OfferFiles::fileOf).collect(Collectors.toSet());
    try {
      for (String file : files.names()) {
        if (file.startsWith(PREFIX) && !wanted.contains(file)) {
          files.remove(file);
          kept.remove(file);
        }
      }
    } catch (StateFileException e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  /** Tells a problem once, not each time that it is met. */
  private void report(String what) {
    if (!problem.equals(Optional.of(what))) {
      problem = Optional.of(what);
      LOG.warn("offer cache: {}", what);
    }
  }

  /** A name that a person recognises, and that no other backend has, whatever its letter case. */
  private static String fileOf(BackendName name) {
    String readable = name.value().toLowerCase(Locale.ROOT).replace('_', '-');
    return PREFIX + readable + "-" + OfferSeal.digest(name.value()).substring(0, DIGITS);
  }

  /**
   * How much is kept.
   *
   * @param oneOffer most characters of one backend's offer
   * @param allOffers most characters of all of them
   */
  public record Bounds(int oneOffer, long allOffers) {
    /** More than thousands of tools with long descriptions need. */
    public static final Bounds DEFAULT = new Bounds(8 << 20, 64L << 20);
  }

  /** What a file holds, as far as somebody has to remember it. */
  private record Kept(int size, String digest) {
    static Kept of(String text) {
      return new Kept(text.length(), OfferSeal.digest(text));
    }
  }
}
