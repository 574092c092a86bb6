package dev.jdock.e2e;

import org.junit.jupiter.api.Test;

@EndToEnd
class RmIT {

  private final Jdock jdock;

  RmIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void removesByNameAndByPrefixPrintingWhatWasTyped() {
    String one = jdock.container();
    String two = jdock.container();
    String id = jdock.run("create", "--name", one, jdock.busybox(), "true").text();
    jdock.run("create", "--name", two, jdock.busybox(), "true").ok();
    jdock.run("rm", id.substring(0, 12), two).prints(id.substring(0, 12) + "\n" + two);
    jdock.run("inspect", "--type", "container", one).exits(1);
  }

  @Test
  void refusesARunningContainer() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    jdock
        .run("rm", name)
        .exits(1)
        .errMatches(
            "(?i)cannot remove (a running container|container \"/?"
                + name
                + "\": container is running)")
        .errMatches("(?i)stop the container before (attempting removal|removing) or force remove");
    jdock.run("rm", "-f", name).prints(name);
  }

  @Test
  void unknownContainersFailUnlessForced() {
    jdock
        .run("rm", "nosuch1", "nosuch2")
        .exits(1)
        .saysOnErr("No such container: nosuch1")
        .saysOnErr("No such container: nosuch2");
    jdock.run("rm", "-f", "nosuch").ok().saysOnErr("No such container: nosuch");
  }

  @Test
  void removesTheOthersWhenOneIsUnknown() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock.run("rm", "nosuch", name).exits(1).saysOnOut(name + "\n");
  }

  @Test
  void freesTheName() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock.run("container", "rm", name).prints(name);
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
  }
}
