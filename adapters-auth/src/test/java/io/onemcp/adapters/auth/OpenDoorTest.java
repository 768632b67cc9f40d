package io.onemcp.adapters.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.testkit.AuthenticatorContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenDoorTest implements AuthenticatorContract {
  @Override
  public Authenticator authenticator() {
    return new OpenDoor();
  }

  @Override
  public Optional<String> acceptedAuthorization() {
    return Optional.empty();
  }

  @Test
  void whenAnybodyCalls_thenTheyAreAnonymous() {
    assertThat(new OpenDoor().judge(Optional.of("Bearer x")))
        .isEqualTo(new Verdict.Authenticated(Caller.ANONYMOUS));
  }
}
