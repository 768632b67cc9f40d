package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who serves under which name, and how one backend follows another. An incumbent serves; a
 * candidate connects beside it, takes over when it first has lists to offer or its first dial has
 * ended in any other way, and the former incumbent leaves once its exchanges have. Only incumbents
 * have a say in what is listed.
 */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final BiFunction<BackendDefinition, BackendNews, Backend> maker;
  private final BackendNews news;
  private final Tasks tasks;
  private final Map<BackendName, Candidacy> candidates = new HashMap<>();
  private final Set<Tenure> leaving = new HashSet<>();

  private volatile SortedMap<BackendName, Tenure> incumbents = Collections.emptySortedMap();
  private boolean over;

  Succession(
      BiFunction<BackendDefinition, BackendNews, Backend> maker, BackendNews news, Tasks tasks) {
    this.maker = maker;
    this.news = news;
    this.tasks = tasks;
  }

  Optional<Tenure> incumbent(BackendName name) {
    return Optional.ofNullable(incumbents.get(name));
  }

  Collection<Tenure> incumbents() {
    return incumbents.values();
  }

  /** Makes a backend and puts it in office at once; the caller starts it. */
  Backend found(BackendDefinition definition) {
    Tenure tenure = make(definition);
    synchronized (this) {
      install(definition.name(), Optional.of(tenure));
      if (over) {
        tenure.backend().stop();
      }
    }
    return tenure.backend();
  }

  /** Ends a backend without a successor. */
  void remove(BackendName name, Duration drain) {
    Optional<Tenure> discarded;
    Tenure former;
    synchronized (this) {
      discarded = discardCandidate(name);
      former = incumbents.get(name);
      install(name, Optional.empty());
    }
    discarded.ifPresent(this::giveUp);
    if (former != null) {
      news.withdrawn(name);
      dismiss(former, drain);
    }
  }

  /**
   * Has a backend of another definition take over as soon as it can, or at once from one that is
   * not connected. One that was about to is given up; if that leaves what there was before, nothing
   * else happens.
   */
  void replace(BackendDefinition definition, Duration drain) {
    BackendName name = definition.name();
    Candidacy candidacy = new Candidacy(make(definition), drain);
    Optional<Tenure> discarded;
    boolean standing;
    synchronized (this) {
      discarded = discardCandidate(name);
      Tenure incumbent = incumbents.get(name);
      standing = !over && incumbent != null && !incumbent.backend().definition().equals(definition);
      if (standing) {
        candidates.put(name, candidacy);
      }
    }
    discarded.ifPresent(this::giveUp);
    if (standing) {
      candidacy.tenure().backend().start();
      if (incumbent(name).flatMap(it -> it.backend().hop()).isEmpty()) {
        takeOver(candidacy.tenure());
      }
      tasks.start("succession-" + name, () -> awaitFirstDial(candidacy.tenure()));
    }
  }

  /** Tells the backend, or whoever is about to follow it, what needs no other connection. */
  void redefine(BackendDefinition definition, Duration drain) {
    Tenure concerned;
    synchronized (this) {
      Candidacy candidacy = candidates.get(definition.name());
      concerned = candidacy == null ? incumbents.get(definition.name()) : candidacy.tenure();
    }
    if (concerned != null) {
      concerned.backend().redefine(definition, drain);
    }
  }

  /** Ends everything: nobody takes over any more. Returns all that have to be closed. */
  synchronized List<Backend> end() {
    over = true;
    List<Backend> everybody = new ArrayList<>();
    incumbents.values().forEach(tenure -> everybody.add(tenure.backend()));
    candidates.values().forEach(candidacy -> everybody.add(candidacy.tenure().backend()));
    leaving.forEach(tenure -> everybody.add(tenure.backend()));
    candidates.clear();
    return everybody;
  }

  private Tenure make(BackendDefinition definition) {
    Voice voice = new Voice(definition.name());
    Tenure tenure = new Tenure(maker.apply(definition, voice));
    voice.tenure = tenure;
    return tenure;
  }

  private void install(BackendName name, Optional<Tenure> tenure) {
    SortedMap<BackendName, Tenure> next = new TreeMap<>(incumbents);
    next.remove(name);
    tenure.ifPresent(it -> next.put(name, it));
    incumbents = Collections.unmodifiableSortedMap(next);
  }

  private Optional<Tenure> discardCandidate(BackendName name) {
    return Optional.ofNullable(candidates.remove(name)).map(Candidacy::tenure);
  }

  private void awaitFirstDial(Tenure candidate) {
    try {
      candidate.backend().awaitSettled();
      takeOver(candidate);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts a candidate in office; does nothing for anybody else. */
  private void takeOver(Tenure next) {
    BackendName name = next.backend().name();
    Tenure former;
    Candidacy candidacy;
    synchronized (this) {
      candidacy = candidates.get(name);
      if (over || candidacy == null || !candidacy.tenure().equals(next)) {
        return;
      }
      candidates.remove(name);
      former = incumbents.get(name);
      install(name, Optional.of(next));
    }
    if (former != null) {
      LOG.info("backend {} has changed: new calls go to its successor", name);
      if (next.backend().hop().isEmpty()) {
        next.backend().tellOfferAgain();
        former.backend().offer().ifPresent(next.backend()::inherit);
      }
      dismiss(former, candidacy.drain());
    }
  }

  private void dismiss(Tenure former, Duration drain) {
    BackendName name = former.backend().name();
    seeOff(
        former,
        () -> {
          if (drain.isPositive() && !former.drain(tasks, drain)) {
            LOG.warn("backend {}: calls did not finish within {} ms", name, drain.toMillis());
          }
          end(former);
          repair(name);
        });
  }

  private void giveUp(Tenure candidate) {
    seeOff(candidate, () -> end(candidate));
  }

  private void seeOff(Tenure tenure, Farewell farewell) {
    synchronized (this) {
      leaving.add(tenure);
    }
    tasks.start(
        "drain-" + tenure.backend().name(),
        () -> {
          try {
            farewell.run();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            synchronized (this) {
              leaving.remove(tenure);
            }
          }
        });
  }

  private static void end(Tenure tenure) throws InterruptedException {
    tenure.backend().stop();
    tenure.backend().awaitEnd();
  }

  /**
   * What a former incumbent was saying while it was replaced may have been heard too late: the word
   * of the one in office is repeated.
   */
  private void repair(BackendName name) {
    if (incumbent(name).isEmpty()) {
      news.withdrawn(name);
    }
    incumbent(name).ifPresent(tenure -> tenure.backend().tellOfferAgain());
  }

  /** What is done with a backend that leaves. */
  @FunctionalInterface
  private interface Farewell {
    void run() throws InterruptedException;
  }

  private record Candidacy(Tenure tenure, Duration drain) {}

  /** What one backend says of its own accord. */
  private final class Voice implements BackendNews {
    private final BackendName name;
    private volatile @Nullable Tenure tenure;

    Voice(BackendName name) {
      this.name = name;
    }

    @Override
    public void notified(BackendName backend, Notification notification) {
      news.notified(backend, notification);
    }

    @Override
    public void offerRead(BackendName backend, Offer offer) {
      Tenure speaker = tenure;
      if (speaker != null && speaker.backend().hop().isPresent()) {
        takeOver(speaker);
      }
      if (isInOffice()) {
        news.offerRead(backend, offer);
      }
    }

    @Override
    public void connected(BackendName backend) {
      if (isInOffice()) {
        news.connected(backend);
      }
    }

    @Override
    public void withdrawn(BackendName backend) {
      Tenure speaker = tenure;
      if (speaker != null) {
        takeOver(speaker);
      }
      if (isInOffice()) {
        news.withdrawn(backend);
      }
    }

    private boolean isInOffice() {
      Tenure speaker = tenure;
      return speaker != null && speaker.equals(incumbents.get(name));
    }
  }
}
