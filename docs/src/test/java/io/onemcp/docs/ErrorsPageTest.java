package io.onemcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ErrorsPageTest {
  private static final List<GatewayError> SAMPLES =
      List.of(
          new GatewayError.UnreadableText(""),
          new GatewayError.MalformedRequest(""),
          new GatewayError.InvalidParams(""),
          new GatewayError.UnknownMethod(""),
          new GatewayError.UnownedMethod(""),
          new GatewayError.UnknownCapability("", ""),
          new GatewayError.UnknownResource(""),
          new GatewayError.HeaderMismatch(""),
          new GatewayError.IncompleteEnvelope(""),
          new GatewayError.UnsupportedRevision("", List.of()),
          new GatewayError.MissingCapability(Json.EMPTY_OBJECT, ""),
          new GatewayError.SessionRequired(),
          new GatewayError.UnknownSession(),
          new GatewayError.Unauthenticated(""),
          new GatewayError.ForbiddenOrigin(""),
          new GatewayError.NotHere(404, ""),
          new GatewayError.LimitReached(503, ""),
          new GatewayError.Overloaded(503, "", Optional.empty(), Duration.ZERO),
          new GatewayError.BackendUnavailable("", "", Optional.empty()),
          new GatewayError.BackendLost("", ""),
          new GatewayError.CutByRestart(),
          new GatewayError.BackendMisbehaved("", "", null),
          new GatewayError.DeadlineExceeded("", 1),
          new GatewayError.QuestionUnanswered("", 1),
          new GatewayError.Unexpected(""));

  private final Map<String, String> rows;

  ErrorsPageTest() throws IOException {
    rows =
        Pages.read("docs/errors.md")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(3, line.indexOf('`', 3)), Function.identity()));
  }

  @Test
  void whenTheGatewayHasAnError_thenThePageHasItsRow() {
    List<String> errors =
        Arrays.stream(GatewayError.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();

    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(errors);
    assertThat(SAMPLES).hasSize(errors.size());
  }

  @Test
  void whenTheGatewayGivesACodeAndAStatus_thenThePageSaysSo() {
    for (GatewayError error : SAMPLES) {
      String row = String.valueOf(rows.get(error.getClass().getSimpleName()));
      for (Era era : Era.values()) {
        int code = ErrorCodes.rpcError(error, era).code();
        assertThat(row).as("%s in %s", error, era).contains("−" + Math.abs(code));
        boolean variable =
            error instanceof GatewayError.NotHere || error instanceof GatewayError.LimitReached;
        String status = variable ? "as it says" : String.valueOf(ErrorCodes.httpStatus(error, era));
        assertThat(row).as("%s in %s", error, era).contains(status);
      }
    }
  }
}
