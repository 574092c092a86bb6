package dev.jdock.runtime.process;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A column of ps(1).
 *
 * @param value of a process on a machine
 */
record ProcessColumn(String title, BiFunction<ProcessInfo, Machine, String> value) {
  private static final int NAME_WIDTH = 8;
  private static final int HERTZ = 100;

  /** Properties of the machine, equal for all processes. */
  record Machine(
      ZonedDateTime now,
      Instant boot,
      double uptimeSeconds,
      long memoryKib,
      Map<Integer, String> users,
      Map<Integer, String> groups) {}

  private static final Map<String, ProcessColumn> BY_NAME = new HashMap<>();

  static {
    add("PID", (p, m) -> Integer.toString(p.pid()), "pid");
    add("TGID", (p, m) -> Integer.toString(p.pid()), "tgid");
    add("PPID", (p, m) -> Integer.toString(p.parent()), "ppid");
    add("PGID", (p, m) -> Integer.toString(p.group()), "pgid");
    add("PGRP", (p, m) -> Integer.toString(p.group()), "pgrp");
    add("SID", (p, m) -> Integer.toString(p.session()), "sid");
    add("SESS", (p, m) -> Integer.toString(p.session()), "sess", "session");
    add("UID", (p, m) -> Integer.toUnsignedString(p.uid()), "uid");
    add("EUID", (p, m) -> Integer.toUnsignedString(p.uid()), "euid");
    add("GID", (p, m) -> Integer.toUnsignedString(p.gid()), "gid");
    add("USER", (p, m) -> name(m.users(), p.uid()), "user", "uname");
    add("EUSER", (p, m) -> name(m.users(), p.uid()), "euser");
    add("GROUP", (p, m) -> name(m.groups(), p.gid()), "group");
    add("EGROUP", (p, m) -> name(m.groups(), p.gid()), "egroup");
    add("C", (p, m) -> Long.toString(Math.min(99, (long) percent(p, m))), "c");
    add("%CPU", (p, m) -> decimal(percent(p, m)), "%cpu", "pcpu");
    add("%MEM", (p, m) -> decimal(100.0 * p.residentKib() / m.memoryKib()), "%mem", "pmem");
    add("VSZ", (p, m) -> Long.toString(p.virtualKib()), "vsz", "vsize");
    add("RSS", (p, m) -> Long.toString(p.residentKib()), "rss", "rssize");
    add("TTY", (p, m) -> p.terminalName(), "tty", "tname");
    add("TT", (p, m) -> p.terminalName(), "tt");
    add("STAT", (p, m) -> p.stat(), "stat");
    add("S", (p, m) -> String.valueOf(p.state()), "s", "state");
    add("STIME", ProcessColumn::startTime, "stime");
    add("START", ProcessColumn::startTime, "start_time");
    add("TIME", (p, m) -> time(p.ticks() / HERTZ), "time", "cputime");
    add("ELAPSED", (p, m) -> elapsed((long) age(p, m)), "etime");
    add("ELAPSED", (p, m) -> Long.toString((long) age(p, m)), "etimes");
    add("NI", (p, m) -> Integer.toString(p.nice()), "ni", "nice");
    add("PRI", (p, m) -> Integer.toString(39 - p.priority() - 20), "pri");
    add("NLWP", (p, m) -> Integer.toString(p.threads()), "nlwp", "thcount");
    add("COMMAND", (p, m) -> p.name(), "comm", "ucmd", "ucomm");
    add("COMMAND", (p, m) -> p.commandLine(), "args", "command");
    add("CMD", (p, m) -> p.commandLine(), "cmd");
  }

  private static void add(
      String title, BiFunction<ProcessInfo, Machine, String> value, String... names) {
    for (String name : names) {
      BY_NAME.put(name, new ProcessColumn(title, value));
    }
  }

  static Optional<ProcessColumn> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  ProcessColumn titled(String other) {
    return new ProcessColumn(other, value);
  }

  private static String name(Map<Integer, String> names, int id) {
    String name = names.getOrDefault(id, Integer.toUnsignedString(id));
    return name.length() > NAME_WIDTH ? name.substring(0, NAME_WIDTH - 1) + "+" : name;
  }

  private static String decimal(double value) {
    return value > 99.9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", Math.floor(value * 10) / 10);
  }

  private static double age(ProcessInfo process, Machine machine) {
    return Math.max(0, machine.uptimeSeconds() - (double) process.startTicks() / HERTZ);
  }

  private static double percent(ProcessInfo process, Machine machine) {
    double age = age(process, machine);
    return age < 0.01 ? 0 : 100.0 * ((double) process.ticks() / HERTZ) / age;
  }

  /** A time of today, a day of this year, or a year. */
  private static String startTime(ProcessInfo process, Machine machine) {
    ZonedDateTime start =
        machine
            .boot()
            .plus(Duration.ofMillis(process.startTicks() * 1000 / HERTZ))
            .atZone(machine.now().getZone());
    LocalDate today = machine.now().toLocalDate();
    String pattern =
        start.toLocalDate().equals(today)
            ? "HH:mm"
            : start.getYear() == today.getYear() ? "MMMdd" : "yyyy";
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(start);
  }

  /** {@code [days-]HH:MM:SS}. */
  static String time(long seconds) {
    String days = seconds >= 86400 ? seconds / 86400 + "-" : "";
    return days
        + String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  }

  /** As in {@code ps aux}: minutes and seconds. */
  static String shortTime(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** {@code [[days-]HH:]MM:SS}. */
  static String elapsed(long seconds) {
    return seconds >= 3600
        ? time(seconds)
        : String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60);
  }

  static ProcessColumn bsdTime() {
    return new ProcessColumn("TIME", (p, m) -> shortTime(p.ticks() / HERTZ));
  }
}
