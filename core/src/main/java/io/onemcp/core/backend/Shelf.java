package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one backend offers, as it is shown to everybody. It stays there for a while when the backend
 * is gone. One thread changes it, any number may look.
 */
final class Shelf {
  private final Supplier<BackendDefinition> definition;
  private final Surroundings around;
  private final BackendNews news;
  private final Absence absence;
  private volatile @Nullable Offer offer;

  /** Whether it was looked up what was offered before; known to whoever starts the backend. */
  private boolean recalled;

  Shelf(
      Supplier<BackendDefinition> definition,
      Duration grace,
      Surroundings around,
      BackendNews news) {
    this.definition = definition;
    this.around = around;
    this.news = news;
    this.absence = new Absence(grace, around.tasks());
  }

  Optional<Offer> offer() {
    return Optional.ofNullable(offer);
  }

  /** Shows what was offered in the runtime's last life, until the backend is asked itself. */
  void recall() {
    if (!recalled && !definition.get().disabled()) {
      recalled = true;
      around
          .offers()
          .recall(definition.get())
          .ifPresent(kept -> {
            news.offerRead(definition.get().name(), kept);
            offer = kept;
          });
    }
  }

  /** Shows what was read from the backend. */
  void put(Offer read) {
    // Whoever sees the offer here finds it in the catalog, too.
    news.offerRead(definition.get().name(), read);
    offer = read;
    around.offers().keep(definition.get(), read);
    around.events().publish(new BackendEvent.OfferRead(definition.get().name(), read));
  }

  /** Shows once more what it shows. */
  void tellAgain() {
    offer().ifPresent(shown -> news.offerRead(definition.get().name(), shown));
  }

  /** Takes up what is shown already, if it has nothing of its own to show. */
  void inherit(Offer legacy) {
    if (offer == null) {
      offer = legacy;
    }
  }

  /**
   * Learns where the backend stands. The listener is told the number of an absence that has lasted
   * for longer than the offer may be shown.
   */
  void concerns(ConnectionState state, IntConsumer tooLong) {
    switch (state) {
      case ConnectionState.Ready _, ConnectionState.Idle _ -> absence.end();
      case ConnectionState.Disabled _ -> clear();
      default -> {
        if (offer != null) {
          absence.begin(tooLong);
        }
      }
    }
  }

  /** Shows nothing any more if that absence goes on. */
  void gone(int which) {
    if (absence.is(which)) {
      clear();
    }
  }

  private void clear() {
    absence.end();
    offer = null;
    news.withdrawn(definition.get().name());
  }
}
