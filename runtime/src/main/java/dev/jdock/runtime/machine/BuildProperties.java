package dev.jdock.runtime.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this jdock was built from, as {@code build-properties.sh} has written it.
 *
 * @param version of the project
 * @param commit of the clone, abbreviated; empty when it was not built from one
 */
public record BuildProperties(String version, String commit) {
  private static final BuildProperties OWN = read();

  /** Those of the running jdock. */
  public static BuildProperties own() {
    return OWN;
  }

  private static BuildProperties read() {
    try (InputStream in = BuildProperties.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("no build.properties: not a whole jdock");
      }
      Properties properties = new Properties();
      properties.load(in);
      return new BuildProperties(
          properties.getProperty("version", ""), properties.getProperty("commit", ""));
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties", e);
    }
  }
}
