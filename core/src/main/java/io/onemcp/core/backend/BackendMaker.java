package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.GatewayConfig;
import java.util.function.Predicate;

/** Makes a backend of a definition: one that is alone, or a group. */
record BackendMaker(
    Dialer dialer, Surroundings around, GatewayConfig config, Predicate<BackendName> demand) {
  Backend make(BackendDefinition definition, BackendNews news) {
    BackendRules rules = BackendRules.of(definition, config);
    if (!definition.isGroup()) {
      return new SoleBackend(definition, dialer, around, news, rules, demand, Company.NONE);
    }
    BackendName group = definition.name();
    return new BackendGroup(
        definition,
        (own, replica) ->
            new SoleBackend(
                own,
                dialer,
                own.name().equals(group) ? around : around.forgetful(),
                replica,
                rules,
                _ -> demand.test(group),
                replica),
        around,
        news,
        rules);
  }
}
