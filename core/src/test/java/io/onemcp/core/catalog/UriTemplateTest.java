package io.onemcp.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UriTemplateTest {
  @Test
  void whenAnExpressionIsSimple_thenItStaysWithinASegment() {
    assertThat(fits("file:///{name}.txt", "file:///a.b.txt")).isTrue();
    assertThat(fits("file:///{name}", "file:///")).isTrue();
    assertThat(fits("file:///{name}", "file:///a/b")).isFalse();
    assertThat(fits("file:///{name}", "file:///a?b")).isFalse();
    assertThat(fits("{a}{b}", "xy")).isTrue();
  }

  @Test
  void whenAnExpressionHasAnOperator_thenItMayGoFurther() {
    for (String operator : List.of("+", "#", ".", "/", ";", "?", "&")) {
      assertThat(fits("x:{" + operator + "rest}", "x:a/b?c#d")).as(operator).isTrue();
    }
  }

  @Test
  void whenATemplateHasNoExpression_thenOnlyItselfFits() {
    assertThat(fits("a.c", "a.c")).isTrue();
    assertThat(fits("a.c", "abc")).isFalse();
    assertThat(fits("a.c", "a.cc")).isFalse();
    assertThat(fits("", "")).isTrue();
    assertThat(fits("{open", "{open")).isTrue();
  }

  @Test
  void whenTextsAreRandom_thenTheOutcomeIsThatOfARegularExpression() {
    Random random = new Random(5);
    for (int i = 0; i < 3_000; i++) {
      String template = random(random, List.of("a", "b", "/", "{x}", "{+y}", "-"), 6);
      String uri = random(random, List.of("a", "b", "/", "-", "?"), 8);
      String regex = template.replace("{x}", "[^/?#]*").replace("{+y}", ".*");
      assertThat(fits(template, uri))
          .as("%s on %s", template, uri)
          .isEqualTo(Pattern.matches(regex, uri));
    }
  }

  @Test
  void whenTemplateAndUriAreMadeToTakeLong_thenTheyDoNot() {
    String template = "{a}-".repeat(30) + "!";

    assertThat(fits(template, "-".repeat(100_000))).isFalse();
  }

  private static boolean fits(String template, String uri) {
    return UriTemplate.of(template).fits(uri);
  }

  private static String random(Random random, List<String> pieces, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }
}
