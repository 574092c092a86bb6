package dev.jdock.image.build.plan;

import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.dockerfile.PortSpecs;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import dev.jdock.image.text.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code created_by} of history entries, letter by letter as BuildKit writes it. */
public final class HistoryText {
  private static final String MARK = " # buildkit";

  private HistoryText() {}

  /**
   * @param arguments {@code NAME=value} of the build arguments in force
   */
  public static String run(List<String> command, List<String> arguments) {
    String prefix =
        arguments.isEmpty() ? "" : "|" + arguments.size() + " " + String.join(" ", arguments) + " ";
    return "RUN " + prefix + String.join(" ", command) + MARK;
  }

  public static String files(String keyword, Transfer transfer) {
    var result = new StringBuilder(keyword);
    if (transfer.options().parents()) {
      result.append(" --parents");
    }
    if (!transfer.chown().isEmpty()) {
      result.append(" --chown=").append(transfer.chown());
    }
    if (!transfer.chmod().isEmpty()) {
      result.append(" --chmod=").append(transfer.chmod());
    }
    transfer.sources().forEach(s -> result.append(' ').append(s));
    transfer.documents().forEach(d -> result.append(" <<").append(d.name()));
    return result.append(' ').append(transfer.destination()).append(MARK).toString();
  }

  /** Of an instruction that touches no file; null when it leaves no entry. */
  public static @Nullable String metadata(Instruction instruction, @Nullable List<String> shell) {
    return switch (instruction) {
      case Instruction.Env e -> "ENV " + spaced(e.pairs());
      case Instruction.Label l -> "LABEL " + spaced(l.pairs());
      case Instruction.Cmd c -> "CMD " + quoted(c.command().arguments(shell));
      case Instruction.Entrypoint e -> "ENTRYPOINT " + quoted(e.command().arguments(shell));
      case Instruction.Expose e -> "EXPOSE [" + String.join(" ", PortSpecs.expand(e.ports())) + "]";
      case Instruction.Volume v -> "VOLUME [" + String.join(" ", v.paths()) + "]";
      case Instruction.User u -> "USER " + u.user();
      case Instruction.Shell s -> "SHELL [" + String.join(" ", s.shell()) + "]";
      case Instruction.StopSignal s -> "STOPSIGNAL " + s.signal();
      case Instruction.Healthcheck h -> "HEALTHCHECK " + healthcheck(h.check());
      case Instruction.Maintainer m -> "MAINTAINER " + m.name();
      case Instruction.Onbuild _,
          Instruction.From _,
          Instruction.Arg _,
          Instruction.Run _,
          Instruction.Copy _,
          Instruction.Add _,
          Instruction.Workdir _ ->
          null;
    };
  }

  /** As Go prints a pointer to the structure with {@code %q}, numbers as letters. */
  private static String healthcheck(HealthCheck check) {
    return Stream.of(check.interval(), check.timeout(), check.startPeriod(), check.startInterval())
        .map(nanoseconds -> quoted(GoDuration.format(Duration.ofNanos(nanoseconds))))
        .collect(
            Collectors.joining(
                " ", "&{" + quoted(check.test()) + " ", " " + letter(check.retries()) + "}"));
  }

  private static String letter(int number) {
    String text = quoted(Character.toString(number));
    String inner = text.substring(1, text.length() - 1).replace("\\\"", "\"");
    return "'" + (inner.equals("'") ? "\\'" : inner) + "'";
  }

  private static String spaced(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  /** As Go's {@code %q} prints a list of strings. */
  public static String quoted(List<String> values) {
    return values.stream().map(HistoryText::quoted).collect(Collectors.joining(" ", "[", "]"));
  }

  public static String quoted(String value) {
    var result = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> result.append("\\\"");
            case '\\' -> result.append("\\\\");
            case '\n' -> result.append("\\n");
            case '\r' -> result.append("\\r");
            case '\t' -> result.append("\\t");
            default -> {
              if (c < ' ' || c == 0x7f) {
                result.append("\\x%02x".formatted(c));
              } else {
                result.appendCodePoint(c);
              }
            }
          }
        });
    return result.append('"').toString();
  }
}
