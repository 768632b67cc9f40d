package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What applications compile against changes only on purpose. */
final class PublicApiTest {
  private static final Path PINNED = Path.of("api.txt");
  private static final Path ACTUAL = Path.of("target", "api.txt");

  @Test
  void whenTheApiIsRead_thenItIsThePinnedOne() throws Exception {
    List<String> actual = classes().flatMap(PublicApiTest::lines).toList();
    Files.createDirectories(ACTUAL.toAbsolutePath().getParent());
    Files.write(ACTUAL, actual);

    assertThat(actual)
        .as("if this change is meant: cp app-embedded/%s app-embedded/%s", ACTUAL, PINNED)
        .isEqualTo(Files.readAllLines(PINNED));
  }

  private static Stream<Class<?>> classes() throws IOException, URISyntaxException {
    Path root =
        Path.of(OneMcpRuntime.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = root.resolve(OneMcpRuntime.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .<Class<?>>map(PublicApiTest::load)
          .filter(PublicApiTest::isSeen)
          .toList()
          .stream();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(OneMcpRuntime.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isSeen(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return !type.isSynthetic()
        && isOpen(type.getModifiers())
        && (outer == null || (isSeen(outer) && type.isMemberClass()));
  }

  private static boolean isOpen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static Stream<String> lines(Class<?> type) {
    Stream<String> members =
        Stream.<AccessibleObject>concat(
                Stream.of(type.getDeclaredFields()),
                Stream.concat(
                    Stream.of(type.getDeclaredConstructors()),
                    Stream.of(type.getDeclaredMethods())))
            .filter(member ->
                member instanceof Member known
                    && isOpen(known.getModifiers())
                    && !known.isSynthetic())
            .map(member -> "  " + signature(member))
            .sorted();
    return Stream.concat(Stream.of(head(type)), members).map(PublicApiTest::brief);
  }

  private static String head(Class<?> type) {
    String supertypes =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Stream.of(type.getGenericInterfaces()))
            .filter(known -> !known.equals(Object.class))
            .map(Type::getTypeName)
            .collect(Collectors.joining(", "));
    return type.toGenericString() + (supertypes.isEmpty() ? "" : " : " + supertypes);
  }

  private static String brief(String line) {
    return line.replace(OneMcpRuntime.class.getPackageName() + ".", "").replace("java.lang.", "");
  }

  private static String signature(AccessibleObject member) {
    return switch (member) {
      case Field field -> field.toGenericString();
      case Constructor<?> constructor -> constructor.toGenericString();
      case Method method -> method.toGenericString();
      default -> throw new AssertionError(member);
    };
  }
}
