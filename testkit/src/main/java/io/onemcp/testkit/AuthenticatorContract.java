package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every authenticator promises. */
public interface AuthenticatorContract {
  /** Returns the authenticator under test. */
  Authenticator authenticator();

  /** Returns an {@code Authorization} header that the authenticator accepts; empty for none. */
  Optional<String> acceptedAuthorization();

  /** Good credentials always give the same caller. */
  @Test
  default void whenCredentialsAreGood_thenTheCallerIsKnownAndStable() {
    Authenticator authenticator = authenticator();

    Caller first = caller(authenticator.judge(acceptedAuthorization()));
    Caller second = caller(authenticator.judge(acceptedAuthorization()));

    assertThat(first).isEqualTo(second);
    assertThat(first.principal()).isNotBlank();
  }

  /** A principal goes to logs, so it gives nothing away. */
  @Test
  default void whenCredentialsAreGood_thenThePrincipalHoldsNoPartOfThem() {
    Optional<String> accepted = acceptedAuthorization();

    String principal = caller(authenticator().judge(accepted)).principal();

    accepted.ifPresent(
        header -> assertThat(principal).doesNotContain(header.substring(header.indexOf(' ') + 1)));
  }

  /** Whatever a client sends is judged, and not repeated to it. */
  @Test
  default void whenCredentialsAreOdd_thenTheyAreJudgedAndNotEchoed() {
    Authenticator authenticator = authenticator();

    Stream.of("", " ", "Bearer", "Bearer ", "Basic zzTopSecret", "\u0000\uffff zzTopSecret")
        .forEach(header -> assertNotEchoed(authenticator.judge(Optional.of(header))));
    assertNotEchoed(authenticator.judge(Optional.of("Bearer " + "zzTopSecret".repeat(10_000))));
    assertNotEchoed(authenticator.judge(Optional.empty()));
  }

  private static void assertNotEchoed(Verdict verdict) {
    assertThat(verdict.toString()).doesNotContain("zzTopSecret");
  }

  private static Caller caller(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Authenticated.class);
    return ((Verdict.Authenticated) verdict).caller();
  }
}
