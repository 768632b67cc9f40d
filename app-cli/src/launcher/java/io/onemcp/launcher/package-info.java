/**
 * The first class that the executable jar runs. It speaks Java 8, so that an old JVM reaches a
 * sentence that helps instead of an UnsupportedClassVersionError; for that reason it is the one
 * package without {@code @NullMarked}, whose targets Java 8 does not know.
 */
package io.onemcp.launcher;
