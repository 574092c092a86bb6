package dev.jdock.image.build.git;

import dev.jdock.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** The address of a git repository, and what is shown of it. */
public final class GitReferenceTarget implements FuzzTarget {

  @Override
  public void read(byte[] input, Consumer<String> told) {
    String text = new String(input, StandardCharsets.UTF_8);
    GitReference.parse(text)
        .ifPresent(reference -> {
          reference.shownRemote();
          reference.bareRemote();
          reference.with("", reference.keepGitDirectory());
          new GitRemote(reference, GitAccess.anonymous(Map.of()));
        });
  }
}
