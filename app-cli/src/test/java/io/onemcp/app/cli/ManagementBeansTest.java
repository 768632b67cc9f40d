package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ManagementBeansTest {
  @Test
  void whenTheHttpServerIsAnotherRelease_thenThisTestSaysSo() throws Exception {
    assertThat(Class.forName(ManagementBeans.ASKING, false, getClass().getClassLoader()))
        .isNotNull();
  }

  @Test
  void whenTheyAreWithheld_thenWhoAsksForTheBeanServerGetsIt() throws Exception {
    boolean first = ManagementBeans.withhold();
    boolean second = ManagementBeans.withhold();

    assertThat(second).as("asked again after %s", first).isFalse();
    assertThat(System.getProperty("javax.management.builder.initial")).isNull();
    assertThat(
            ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("java.lang:type=Runtime"), null))
        .hasSize(1);
  }
}
