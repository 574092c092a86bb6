package dev.jdock.cli.command.build;

import java.util.List;

/**
 * The words of a bake's command line.
 *
 * @param address of the definitions; empty for files here
 * @param context that definitions elsewhere know as the command's: {@code cwd://} or an address
 */
record BakeWords(String address, String context, List<String> targets) {
  static BakeWords of(List<String> words) {
    if (words.isEmpty() || !RemoteAddress.isRemote(words.getFirst())) {
      return new BakeWords("", OwnPath.PREFIX, words);
    }
    String address = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    return rest.isEmpty() || !RemoteAddress.isRemote(rest.getFirst())
        ? new BakeWords(address, OwnPath.PREFIX, rest)
        : new BakeWords(address, rest.getFirst(), rest.subList(1, rest.size()));
  }
}
