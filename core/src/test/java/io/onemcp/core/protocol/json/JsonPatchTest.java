package io.onemcp.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonPatchTest {
  @Nested
  class GivenRandomTextsAndChanges {
    @Test
    void whenPatched_thenTheOutcomeIsThatOfATreeThatWasChanged() {
      for (int seed = 0; seed < 600; seed++) {
        RandomJson random = new RandomJson(seed);
        String text = random.object();
        Model model = Model.of(Tree.parse(text));
        JsonPatch patch = read(text).patch();
        StringBuilder story = new StringBuilder("seed " + seed + ": " + text);
        for (int change = 0; change < 6; change++) {
          List<String> path = random.path();
          if (random.chance(0.5)) {
            String value = random.value();
            model.set(path, Model.of(Tree.parse(value)));
            patch.set(Json.of(value), path.toArray(String[]::new));
            story.append("\nset ").append(path).append(" to ").append(value);
          } else {
            model.remove(path);
            patch.remove(path.toArray(String[]::new));
            story.append("\nremove ").append(path);
          }
        }

        String patched = patch.wire().toString();

        assertThat(Model.of(Tree.parse(patched))).as(story.toString()).isEqualTo(model);
        assertThat(patch.json()).as(story.toString()).hasToString(Tree.parse(patched).raw());
      }
    }

    @Test
    void whenOneExistingValueIsSet_thenAllOtherBytesStay() {
      for (int seed = 0; seed < 400; seed++) {
        RandomJson random = new RandomJson(seed);
        String text = random.object();
        List<String> path = random.path();
        Optional<Tree> found = Tree.parse(text).at(path);
        if (found.isPresent()) {
          String expected =
              text.substring(0, found.get().from()) + "\"new\"" + text.substring(found.get().to());

          String patched = patched(text, patch -> patch.set(Json.string("new"), array(path)));

          assertThat(patched).isEqualTo(expected.strip());
        }
      }
    }

    @Test
    void whenNothingThatIsThereIsRemoved_thenEveryByteStays() {
      for (int seed = 0; seed < 400; seed++) {
        RandomJson random = new RandomJson(seed);
        String text = random.object();
        List<String> path = random.path();
        if (Tree.parse(text).at(path).isEmpty()) {
          assertThat(patched(text, patch -> patch.remove(array(path)))).isEqualTo(text.strip());
        }
      }
    }

    private static String[] array(List<String> path) {
      return path.toArray(String[]::new);
    }
  }

  @Nested
  class GivenSeveralMembers {
    private static final String TEXT = "{ \"a\":1 , \"b\" : 2,\"c\":3\n}";

    @Test
    void whenAnyOfThemAreRemoved_thenNoStrayCommaIsLeft() {
      assertThat(without("a")).isEqualTo("{ \"b\" : 2,\"c\":3\n}");
      assertThat(without("b")).isEqualTo("{ \"a\":1 , \"c\":3\n}");
      assertThat(without("c")).isEqualTo("{ \"a\":1 , \"b\" : 2\n}");
      assertThat(without("a", "b")).isEqualTo("{ \"c\":3\n}");
      assertThat(without("b", "c")).isEqualTo("{ \"a\":1\n}");
      assertThat(without("a", "c")).isEqualTo("{ \"b\" : 2\n}");
      assertThat(without("a", "b", "c")).isEqualTo("{ \n}");
    }

    @Test
    void whenOthersAreAdded_thenTheyStandInFrontInTheirOrder() {
      assertThat(patched(TEXT, patch -> patch.set(Json.TRUE, "y").set(Json.FALSE, "x")))
          .isEqualTo("{\"y\":true,\"x\":false, \"a\":1 , \"b\" : 2,\"c\":3\n}");
    }

    @Test
    void whenAllAreRemovedAndOneIsAdded_thenItStandsAlone() {
      assertThat(
              patched(
                  TEXT,
                  patch -> patch.remove("a").remove("b").remove("c").set(Json.NULL, "new", "er")))
          .isEqualTo("{\"new\":{\"er\":null} \n}");
    }

    private static String without(String... names) {
      return patched(TEXT, patch -> List.of(names).forEach(patch::remove));
    }
  }

  @Nested
  class GivenChangesOfTheSameMember {
    @Test
    void whenItIsRemovedAndThenGivenAMember_thenItHasThatMemberOnly() {
      assertThat(patched("{\"a\":{\"b\":1}}", patch -> patch.remove("a").set(Json.TRUE, "a", "c")))
          .isEqualTo("{\"a\":{\"c\":true}}");
    }

    @Test
    void whenAMemberOfANewValueIsRemoved_thenTheNewValueLacksIt() {
      assertThat(
              patched("{}", patch -> patch.set(Json.of("{\"b\":1,\"c\":2}"), "a").remove("a", "b")))
          .isEqualTo("{\"a\":{\"c\":2}}");
    }

    @Test
    void whenOneIsPruned_thenItGoesOnlyIfTheOtherChangesEmptyIt() {
      Json both = Json.of("{\"a\":1, \"m\":{\"x\":1,\"y\":2} }");

      assertThat(both.patch().remove("m", "x").prune("m").remove("m", "y").json())
          .hasToString("{\"a\":1 }");
      assertThat(both.patch().remove("m", "x").prune("m").json())
          .hasToString("{\"a\":1, \"m\":{\"y\":2} }");
      assertThat(
              both.patch()
                  .remove("m", "x")
                  .remove("m", "y")
                  .prune("m")
                  .set(Json.TRUE, "m", "z")
                  .json())
          .hasToString("{\"a\":1, \"m\":{\"z\":true} }");
      assertThat(Json.of("{\"m\":{ }}").patch().remove("m", "x").prune("m").json())
          .hasToString("{\"m\":{ }}");
      assertThat(Json.of("{\"m\":7}").patch().prune("m").json()).hasToString("{\"m\":7}");
    }

    @Test
    void whenANewMemberIsRemovedAgain_thenNothingChanges() {
      assertThat(patched("{\"x\":0}", patch -> patch.set(Json.TRUE, "a").remove("a")))
          .isEqualTo("{\"x\":0}");
    }

    @Test
    void whenAMemberOfSomethingThatIsNoObjectIsRemoved_thenNothingChanges() {
      assertThat(patched("{\"a\":[1]}", patch -> patch.remove("a", "b"))).isEqualTo("{\"a\":[1]}");
    }

    @Test
    void whenAMemberOfSomethingThatIsNoObjectIsSet_thenItBecomesAnObject() {
      assertThat(patched("{\"a\":[1]}", patch -> patch.set(Json.TRUE, "a", "b")))
          .isEqualTo("{\"a\":{\"b\":true}}");
    }

    @Test
    void whenTheRootItselfIsSet_thenItIsReplaced() {
      assertThat(patched("{\"a\":1}", patch -> patch.set(Json.of("[]")))).isEqualTo("[]");
    }
  }

  @Nested
  class GivenValuesFoundInside {
    @Test
    void whenReplaced_thenOnlyTheyChange() {
      Json root = read("{\"list\":[ {\"uri\":\"a\"}, {\"uri\":\"b\"} ],\"x\":1}");
      List<Json> list = root.members().getFirst().value().elements();

      JsonPatch patch = root.patch();
      patch.replace(list.get(1).members().getFirst().value(), Json.string("B"));
      patch.set(Json.number(2), "x");

      assertThat(patch.wire())
          .hasToString("{\"list\":[ {\"uri\":\"a\"}, {\"uri\":\"B\"} ],\"x\":2}");
      assertThat(patch.root()).isSameAs(root);
    }

    @Test
    void whenOneIsInsideOfAnother_thenTheOuterOneCounts() {
      Json root = read("{\"list\":[{\"uri\":\"a\"}],\"x\":1}");
      Json block = root.members().getFirst().value().elements().getFirst();

      JsonPatch patch = root.patch();
      patch.replace(block.members().getFirst().value(), Json.string("longer than before"));
      patch.replace(block, Json.string("b"));
      patch.remove("x");

      assertThat(patch.wire()).hasToString("{\"list\":[\"b\"]}");
    }
  }

  @Nested
  class GivenASliceOfALargerText {
    @Test
    void whenPatched_thenNothingAroundItShows() {
      Json inner = read("[0, {\"a\": {\"b\":1}} ,2]").elements().get(1);

      assertThat(inner.patch().remove("a", "b").json()).hasToString("{\"a\": {}}");
    }
  }

  @Nested
  class GivenNoChange {
    @Test
    void whenPatched_thenItIsTheVeryValue() {
      Json json = read("{\"a\":1}");

      assertThat(json.patch().json()).isSameAs(json);
      assertThat(json.patch().remove("b", "c").json()).isSameAs(json);
    }
  }

  @Nested
  class GivenAMemberThatStandsTwice {
    @Test
    void whenItIsChanged_thenEveryCopyIs() {
      String text = "{\"a\":1,\"b\":2,\"\\u0061\":{\"c\":3}}";

      assertThat(patched(text, patch -> patch.remove("a"))).isEqualTo("{\"b\":2}");
      assertThat(patched(text, patch -> patch.set(Json.TRUE, "a")))
          .isEqualTo("{\"a\":true,\"b\":2,\"\\u0061\":true}");
      assertThat(patched(text, patch -> patch.set(Json.TRUE, "a", "c")))
          .isEqualTo("{\"a\":{\"c\":true},\"b\":2,\"\\u0061\":{\"c\":true}}");
    }
  }

  private interface Changes {
    void on(JsonPatch patch);
  }

  private static String patched(String text, Changes changes) {
    JsonPatch patch = read(text).patch();
    changes.on(patch);
    return patch.wire().toString();
  }

  private static Json read(String text) {
    return new JsonReader(100).read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A tree that can be changed; members have no order, leaves and arrays keep their spelling. */
  private record Model(String leaf, TreeMap<String, Model> members) {
    static Model of(Tree tree) {
      TreeMap<String, Model> members = new TreeMap<>();
      tree.members().forEach(member -> members.put(member.name(), of(member.value())));
      return new Model(tree.isObject() ? "" : tree.compact(), members);
    }

    void set(List<String> path, Model value) {
      String name = path.getFirst();
      if (path.size() == 1) {
        members.put(name, value);
        return;
      }
      Model next = members.get(name);
      if (next == null || !next.leaf.isEmpty()) {
        next = new Model("", new TreeMap<>());
        members.put(name, next);
      }
      next.set(path.subList(1, path.size()), value);
    }

    void remove(List<String> path) {
      Model next = members.get(path.getFirst());
      if (path.size() == 1) {
        members.remove(path.getFirst());
      } else if (next != null) {
        next.remove(path.subList(1, path.size()));
      }
    }

    @Override
    public String toString() {
      return leaf.isEmpty()
          ? members.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining(", ", "{", "}"))
          : leaf;
    }
  }
}
