package io.onemcp.rules.bad.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.google.inject.Injector;
import com.google.inject.Module;
import tools.jackson.core.JsonParser;

/** Breaks: core is plain Java; homes of Caffeine, Guice and Jackson. */
public record KnowsLibraries(
    Cache<String, String> cache, Injector injector, Module module, JsonParser parser) {}
