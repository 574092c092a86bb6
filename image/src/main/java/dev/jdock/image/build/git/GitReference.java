package dev.jdock.image.build.git;

import dev.jdock.image.build.Material;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.Credentials;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A git repository as Dockerfiles and contexts name it: an address of git's, with {@code
 * #ref:folder} or {@code ?branch=…&subdir=…} behind it.
 *
 * @param remote the address alone
 * @param ref a branch, a tag, a full {@code refs/…} or a commit; empty for the default branch
 * @param checksum the commit that it must lead to, or how its id begins; empty for any
 * @param folder inside the repository; empty for all of it
 * @param keepGitDirectory whether {@code .git} is wanted; null where nothing is said
 * @param submodules whether these are fetched, too
 */
public record GitReference(
    String remote,
    String ref,
    String checksum,
    String folder,
    @Nullable Boolean keepGitDirectory,
    boolean submodules) {
  private static final Pattern PROTOCOL = Pattern.compile("^([a-zA-Z0-9]+)://.*", Pattern.DOTALL);
  private static final Set<String> PROTOCOLS = Set.of("http", "https", "ssh", "git");
  private static final Pattern SCP =
      Pattern.compile("^([a-zA-Z0-9-_]+)@([a-zA-Z0-9-.]+):([^?#]*)(?:\\?([^#]*))?(?:#(.*))?$");
  private static final Pattern COMMIT = Pattern.compile("[a-f0-9]{40}|[a-f0-9]{64}");

  /**
   * Reads what may be a git repository or something else: a path, or the address of a file.
   *
   * @return empty for all but {@code git://}, {@code ssh://}, {@code user@host:path}, and {@code
   *     http(s)://} with a path that ends in {@code .git}
   * @throws JdockException INVALID for a repository with a query that is wrong
   */
  public static Optional<GitReference> parse(String text) {
    if (text.startsWith("./") || text.startsWith("../")) {
      return Optional.empty();
    }
    Matcher protocol = PROTOCOL.matcher(text);
    if (protocol.matches()) {
      String name = protocol.group(1).toLowerCase(Locale.ROOT);
      return PROTOCOLS.contains(name) ? ofAddress(text, name) : Optional.empty();
    }
    Matcher scp = SCP.matcher(text);
    if (!scp.matches()) {
      return Optional.empty();
    }
    String remote = scp.group(1) + "@" + scp.group(2) + ":" + scp.group(3);
    return Optional.of(of(remote, scp.group(4), scp.group(5)));
  }

  private static Optional<GitReference> ofAddress(String text, String protocol) {
    int hash = text.indexOf('#');
    String fragment = hash < 0 ? null : decoded(text.substring(hash + 1));
    String beforeHash = hash < 0 ? text : text.substring(0, hash);
    int mark = beforeHash.indexOf('?');
    String query = mark < 0 ? null : beforeHash.substring(mark + 1);
    String remote = mark < 0 ? beforeHash : beforeHash.substring(0, mark);
    boolean web = protocol.startsWith("http");
    if (web && !decoded(remote).endsWith(".git")) {
      return Optional.empty();
    }
    return Optional.of(of(remote, query, fragment));
  }

  private static GitReference of(String remote, @Nullable String query, @Nullable String fragment) {
    String behind = fragment == null ? "" : fragment;
    int colon = behind.indexOf(':');
    String ref = colon < 0 ? behind : behind.substring(0, colon);
    String folder = colon < 0 ? "" : behind.substring(colon + 1);
    return new GitQuery(ref, folder).read(query == null ? "" : query).reference(remote);
  }

  static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "parse \"" + text + "\": invalid URL escape", e);
    }
  }

  /** Whether a text is the whole id of a commit. */
  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** The remote without the password that may be in it, for messages and for what is kept. */
  public String shownRemote() {
    return Credentials.hidden(remote);
  }

  /** What a build has used of it. */
  public Material material(String commit) {
    return Material.ofCommit(ref.isEmpty() ? remote : remote + "#" + ref, commit);
  }

  /** The remote without user and password. */
  String bareRemote() {
    return Credentials.removed(remote);
  }

  /**
   * The same with what a Dockerfile's flags say.
   *
   * @param checksumFlag empty for none
   * @param keep null for no flag
   * @throws JdockException INVALID where address and flags contradict each other
   */
  public GitReference with(String checksumFlag, @Nullable Boolean keep) {
    if (keep != null && keepGitDirectory != null && !keep.equals(keepGitDirectory)) {
      throw JdockException.invalid("inconsistent keep-git-dir configuration");
    }
    if (!checksumFlag.isEmpty() && !checksum.isEmpty() && !checksumFlag.equals(checksum)) {
      throw JdockException.invalid(
          "checksum mismatch \"" + checksumFlag + "\" != \"" + checksum + "\"");
    }
    return new GitReference(
        remote,
        ref,
        checksum.isEmpty() ? checksumFlag : checksum,
        folder,
        keepGitDirectory == null ? keep : keepGitDirectory,
        submodules);
  }

  boolean keepsGitDirectory() {
    return Boolean.TRUE.equals(keepGitDirectory);
  }
}
