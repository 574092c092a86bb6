package dev.jdock.image.build.git;

/**
 * What a reference leads to.
 *
 * @param id of the commit, 40 hexadecimal digits
 * @param ref whole name of the branch or tag; empty for a commit that was named by its id
 */
public record GitCommit(String id, String ref) {}
