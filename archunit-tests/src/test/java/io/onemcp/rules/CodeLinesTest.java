package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CodeLinesTest {
  @Test
  void whenLinesAreBlankCommentOrPreamble_thenTheyDoNotCount() {
    String source =
        """
        package a;

        import b.C;

        /** Doc
         * of two lines. */
        class D { // ends in a comment
          String e = "/* no comment";
          char f = '"'; /* one */ int g;
          // gone
        }
        """;

    assertThat(CodeLines.of(source).stream()).containsExactly(7, 8, 9, 11);
  }

  @Test
  void whenATextBlockHasManyLines_thenAllCount() {
    String source = "class A {\n  String b = \"\"\"\n    // code\n\n    \"\"\";\n}\n";

    assertThat(CodeLines.of(source).stream()).containsExactly(1, 2, 3, 4, 5, 6);
  }
}
