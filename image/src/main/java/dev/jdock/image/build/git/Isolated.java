package dev.jdock.image.build.git;

import java.io.File;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the configuration of this machine's git, and of the engine's user, away from builds: it
 * could name programs to run and other addresses to fetch from. JGit has one such object in a JVM.
 */
final class Isolated extends SystemReader {

  static void install() {
    if (!(SystemReader.getInstance() instanceof Isolated)) {
      SystemReader.setInstance(new Isolated());
    }
  }

  private Isolated() {
    setPlatformChecker();
  }

  /** A file that is never read and never written. */
  private static FileBasedConfig none(@Nullable Config parent, FS fs) {
    return new FileBasedConfig(parent, new File("/dev/null"), fs) {
      @Override
      public void load() {
        // There is nothing to read.
      }

      @Override
      public void save() {
        // JGit writes what it measures of file systems.
      }

      @Override
      public boolean isOutdated() {
        return false;
      }
    };
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return none(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return none(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return none(parent, fs);
  }

  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public @Nullable String getProperty(String key) {
    return System.getProperty(key);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public ZoneId getTimeZoneId() {
    return ZoneOffset.UTC;
  }

  @Override
  public ZoneOffset getTimeZoneAt(Instant when) {
    return ZoneOffset.UTC;
  }

  /** Abstract still, and replaced by {@link #now}. */
  @Override
  @SuppressWarnings("deprecation") // There is no other way to be a SystemReader.
  public long getCurrentTime() {
    return now().toEpochMilli();
  }

  /** Abstract still, and replaced by {@link #getTimeZoneAt}. */
  @Override
  @SuppressWarnings("deprecation") // There is no other way to be a SystemReader.
  public int getTimezone(long when) {
    return 0;
  }
}
