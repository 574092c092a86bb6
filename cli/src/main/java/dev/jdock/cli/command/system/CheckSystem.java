package dev.jdock.cli.command.system;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import dev.jdock.runtime.engine.Engine;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code system check}: jdock's own. */
@Command(description = "Compare all that is kept with its digests, and name what is damaged")
public final class CheckSystem extends Action {
  private static final String CLEAR_LINE = "\r\033[K";

  @Option(
      names = "--repair",
      description = "Remove what is unusable or left over, and write again what can be")
  private boolean repair;

  public CheckSystem() {
    super(Arity.none());
  }

  /**
   * @return 1 when there was damage, repaired or not
   */
  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    Report report = new Report(invocation);
    try {
      engine.system().check(repair, report);
    } finally {
      report.clear();
    }
    return report.end();
  }

  private static final class Report implements CheckListener {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;
    private final Map<String, Integer> checked = new LinkedHashMap<>();
    private int damage;
    private int leftovers;

    Report(Invocation invocation) {
      this.out = invocation.out();
      this.err = invocation.err();
      this.live = invocation.terminal().errorIsTerminal();
    }

    @Override
    public void progress(String part, int done, int all) {
      checked.put(part, done);
      if (live) {
        err.print(CLEAR_LINE + "Checking " + part + " " + done + "/" + all);
        err.flush();
      }
    }

    void clear() {
      if (live) {
        err.print(CLEAR_LINE);
        err.flush();
      }
    }

    @Override
    public void found(Finding finding) {
      boolean damaged = finding.kind() == Finding.Kind.DAMAGE;
      damage += damaged ? 1 : 0;
      leftovers += damaged ? 0 : 1;
      clear();
      out.println(
          (damaged ? "damaged: " : "left over: ")
              + finding.subject()
              + ": "
              + finding.problem()
              + (finding.affected().isEmpty()
                  ? ""
                  : " (affects " + String.join(", ", finding.affected()) + ")")
              + (finding.remedy().isEmpty() ? "" : ": " + finding.remedy()));
      out.flush();
    }

    int end() {
      StringBuilder line = new StringBuilder("Checked");
      String separator = " ";
      for (Map.Entry<String, Integer> part : checked.entrySet()) {
        line.append(separator).append(part.getValue()).append(' ').append(part.getKey());
        separator = ", ";
      }
      out.println(
          line.append(": ")
              .append(damage)
              .append(" damaged, ")
              .append(leftovers)
              .append(" left over"));
      return damage > 0 ? 1 : 0;
    }
  }
}
