package io.onemcp.rules.bad.adapters.two;

import io.onemcp.rules.bad.mocklibrary.Mock;

/** Breaks: no mocks. */
public record UsesMock(Mock mock) {}
