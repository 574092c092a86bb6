package dev.jdock.cli.command.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.JsonFlaw;
import dev.jdock.image.text.GoQuote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --security-opt}, with the files that it names read: they are the user's. */
public final class SecurityFlags {
  @Option(names = "--security-opt", paramLabel = "list", description = "Security options")
  private List<String> securityOptions = new ArrayList<>();

  /**
   * The security options, with the files read that they name.
   *
   * @throws IllegalArgumentException in Docker's words
   */
  public List<String> options(Invocation invocation) {
    List<String> result = new ArrayList<>();
    for (String option : securityOptions) {
      int separator = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
      if (separator < 0 && !option.equals("no-new-privileges")) {
        throw new IllegalArgumentException("Invalid --security-opt: " + GoQuote.quote(option));
      }
      boolean seccomp = separator > 0 && option.substring(0, separator).equals("seccomp");
      result.add(seccomp ? seccomp(invocation, option.substring(separator + 1)) : option);
    }
    return result;
  }

  private static String seccomp(Invocation invocation, String value) {
    if (value.equals("unconfined") || value.equals("builtin")) {
      return "seccomp=" + value;
    }
    try {
      return "seccomp="
          + compact(
              value, new String(SmallFile.read(invocation.resolve(value)), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "opening seccomp profile (%s) failed: open %s: no such file or directory"
              .formatted(value, value),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "opening seccomp profile (%s) failed: %s".formatted(value, Reason.withoutFile(e)), e);
    }
  }

  private static String compact(String name, String profile) {
    try {
      JsonNode json = Json.parse(profile);
      if (json.isMissingNode()) {
        throw invalid(name, "unexpected end of JSON input", null);
      }
      return Json.string(json);
    } catch (JsonProcessingException e) {
      throw invalid(name, JsonFlaw.of(e), e);
    }
  }

  private static IllegalArgumentException invalid(
      String name, String reason, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalArgumentException(
        "compacting json for seccomp profile (" + name + ") failed: " + reason, cause);
  }
}
