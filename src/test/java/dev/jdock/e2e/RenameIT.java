package dev.jdock.e2e;

import org.junit.jupiter.api.Test;

@EndToEnd
class RenameIT {

  private final Jdock jdock;

  RenameIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void goesByTheNewNameOnly() {
    String old = jdock.container();
    String next = jdock.container();
    jdock.run("create", "--name", old, jdock.busybox(), "true").ok();
    jdock.run("rename", old, next).ok();
    jdock.run("inspect", "-f", "{{.Name}}", next).prints("/" + next);
    jdock.run("inspect", "--type", "container", old).exits(1);
    jdock.run("create", "--name", old, jdock.busybox(), "true").ok();
  }

  @Test
  void refusesNamesThatCannotBe() {
    String one = jdock.container();
    String two = jdock.container();
    jdock.run("create", "--name", one, jdock.busybox(), "true").ok();
    jdock.run("create", "--name", two, jdock.busybox(), "true").ok();
    jdock
        .run("rename", one, two)
        .exits(1)
        .saysOnErr("Error when allocating new name: Conflict. The container name \"/" + two)
        .saysOnErr("Error: failed to rename container named " + one);
    jdock
        .run("rename", one, one)
        .exits(1)
        .saysOnErr("Renaming a container with the same name as its current name");
    jdock
        .run("rename", one, "a/b")
        .exits(1)
        .saysOnErr("Invalid container name (/a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    jdock
        .run("rename", one, "")
        .exits(1)
        .saysOnErr("Error: Neither old nor new names may be empty");
    jdock.run("rename", "nosuch", "other").exits(1).saysOnErr("No such container: nosuch");
  }
}
