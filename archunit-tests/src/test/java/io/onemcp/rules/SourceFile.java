package io.onemcp.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A Java file as its reader sees it: lines of code without blanks, comments, package and imports.
 */
record SourceFile(Path path, int codeLines, List<Method> methods) {
  /** A method or constructor, and the lines of code from its first modifier to its last brace. */
  record Method(String name, int codeLines) {}

  static List<SourceFile> read(List<Path> paths) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<SourceFile> sources = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        sources.add(measure(unit, positions));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceFile measure(CompilationUnitTree unit, SourcePositions positions)
      throws IOException {
    String text = unit.getSourceFile().getCharContent(true).toString();
    BitSet code = CodeLines.of(text);
    List<Method> methods = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        long start = positions.getStartPosition(unit, method);
        long end = positions.getEndPosition(unit, method);
        // Implicit constructors have no text.
        if (start >= 0 && end > start) {
          int first = (int) unit.getLineMap().getLineNumber(start);
          int last = (int) unit.getLineMap().getLineNumber(end);
          methods.add(
              new Method(method.getName().toString(), code.get(first, last + 1).cardinality()));
        }
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
    return new SourceFile(Path.of(unit.getSourceFile().toUri()), code.cardinality(), methods);
  }
}
