package io.onemcp.app.cli;

/**
 * Keeps the HTTP server from publishing beans for remote management. Nobody is told of them, and
 * the virtual machine's bean server, which would start for their sake with all that it can say of
 * itself, takes a fifth of the whole start. Who connects by JMX later finds that server in order.
 */
final class ManagementBeans {
  /** The class that asks for the bean server, once; without an answer it goes without. */
  static final String ASKING = "org.xnio.Xnio$MBeanHolder";

  private static final String BUILDER = "javax.management.builder.initial";

  private ManagementBeans() {}

  /**
   * To be called by the first thread of a process, while no other could ask for the bean server;
   * returns false if nothing came of it, which does no harm.
   */
  static boolean withhold() {
    if (System.getProperty(BUILDER) != null) {
      return false;
    }
    System.setProperty(BUILDER, "none");
    try {
      return Class.forName(ASKING) == null;
    } catch (ExceptionInInitializerError _) {
      return true;
    } catch (ClassNotFoundException | LinkageError _) {
      return false;
    } finally {
      System.clearProperty(BUILDER);
    }
  }
}
