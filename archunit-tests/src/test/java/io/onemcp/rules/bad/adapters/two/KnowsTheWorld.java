package io.onemcp.rules.bad.adapters.two;

import com.google.common.collect.ImmutableList;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.client.McpSyncClient;
import io.undertow.Undertow;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Breaks: the homes of all these. */
public record KnowsTheWorld(
    Undertow undertow,
    HttpClient client,
    JsonNode node,
    McpSyncClient sdk,
    TestInfo junit,
    HttpServer server,
    ImmutableList<String> guava) {}
