package io.onemcp.core.backend;

import io.onemcp.core.protocol.Methods;

/** The kinds of things that a server lists. */
public enum CapabilityKind {
  TOOL("tool", Methods.TOOLS_LIST, "tools", "name", "tools"),
  PROMPT("prompt", Methods.PROMPTS_LIST, "prompts", "name", "prompts"),
  RESOURCE("resource", Methods.RESOURCES_LIST, "resources", "uri", "resources"),
  RESOURCE_TEMPLATE(
      "resource template",
      Methods.RESOURCE_TEMPLATES_LIST,
      "resourceTemplates",
      "uriTemplate",
      "resources");

  private final String label;
  private final String listMethod;
  private final String listMember;
  private final String nameMember;
  private final String declaredAs;

  CapabilityKind(
      String label, String listMethod, String listMember, String nameMember, String declaredAs) {
    this.label = label;
    this.listMethod = listMethod;
    this.listMember = listMember;
    this.nameMember = nameMember;
    this.declaredAs = declaredAs;
  }

  /** Returns the word for people. */
  public String label() {
    return label;
  }

  /** Returns the method that lists them. */
  public String listMethod() {
    return listMethod;
  }

  /** Returns the member of the list result that holds them. */
  public String listMember() {
    return listMember;
  }

  /** Returns the member that identifies one of them. */
  public String nameMember() {
    return nameMember;
  }

  /** Returns the member of a server's capabilities that declares them. */
  public String declaredAs() {
    return declaredAs;
  }
}
