package dev.jdock.linux.starter;

/** What the starter does, in this order: {@code enum step} in starter.c, from 1 on. */
public enum Step {
  REQUEST("start"),
  CGROUP("write"),
  LIMIT("prlimit"),
  APPARMOR("apparmor"),
  NAMESPACE("setns"),
  CREDENTIALS("setresuid"),
  FILTER("seccomp"),
  CLONE("clone"),
  DIRECTORY("chdir"),
  TERMINAL("open"),
  EXECUTE("exec");

  private final String call;

  Step(String call) {
    this.call = call;
  }

  String call() {
    return call;
  }

  static Step of(int number) {
    Step[] all = values();
    return number >= 1 && number <= all.length ? all[number - 1] : REQUEST;
  }
}
