package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last word on a build, as buildx has it: that it failed, unless its flags make no sense. */
final class BuildFailure {
  private static final String FAILED = "failed to build: ";
  private static final Pattern ERROR =
      Pattern.compile("^ERROR: (?!" + FAILED + ")", Pattern.MULTILINE);

  /** How messages begin that buildx has of flags by themselves, or when the image is there. */
  private static final List<String> OF_FLAGS =
      List.of(
          "attestation type not specified",
          "failed to get console",
          "failed to parse csv secret",
          "invalid context name",
          "invalid context value",
          "invalid field",
          "invalid ignorestatus print value",
          "invalid key-value pair",
          "invalid output path",
          "invalid print ",
          "invalid progress mode",
          "invalid value ",
          "no builder ",
          "progress=",
          "removing metadata file",
          "type required form",
          "unexpected key",
          "unsupported secret type",
          "writing image ID file");

  private BuildFailure() {}

  /** The same for a user of {@code build}; what is not supported yet is no failed build. */
  static CommandFailure of(CommandFailure failure) {
    Matcher error = ERROR.matcher(failure.text());
    if (!error.find()
        || OF_FLAGS.stream().anyMatch(failure.text().substring(error.end())::startsWith)) {
      return failure;
    }
    StringBuilder text = new StringBuilder(failure.text());
    return new CommandFailure(failure.exitCode(), text.insert(error.end(), FAILED).toString());
  }
}
