package dev.jdock.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EndToEnd
class RunFlagsIT {

  private final Jdock jdock;

  RunFlagsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --nosuchflag        | unknown flag: --nosuchflag
          -Q                  | unknown shorthand flag: 'Q' in -Q
          -m abc              | invalid argument "abc" for "-m, --memory" flag: invalid size: 'abc'
          -m 1m               | Minimum memory limit allowed is 6MB
          --cpus abc          | invalid argument "abc" for "--cpus" flag: failed to parse abc as a rational number
          --cpus 1000         | Range of CPUs is from 0.01 to
          --cpus -1           | Range of CPUs is from 0.01 to
          -v data:/           | invalid mount config for type "volume": invalid specification: destination can't be '/'
          --pids-limit abc    | invalid argument "abc" for "--pids-limit" flag
          -e =x               | invalid argument "=x" for "-e, --env" flag: invalid environment variable: =x
          --env-file /none    | open /none: no such file or directory
          --cap-add NOSUCH    | invalid CapAdd: unknown capability: "CAP_NOSUCH"
          --cap-drop nosuch   | invalid CapDrop: unknown capability: "CAP_NOSUCH"
          --network nosuchnet | network nosuchnet not found
          -v /a:/b:zz         | invalid mode: zz
          -v /a:b             | invalid volume specification: '/a:b'
          -v /a:/             | destination can't be '/'
          -v bad!name:/x      | includes invalid characters for a local volume name
          --tmpfs relative    | mount path must be absolute
          -p 80000:80         | invalid hostPort: 80000
          -p abc              | invalid containerPort: abc
          -p 80:80/foo        | invalid proto: foo
          -p 1-3:1-2          | invalid ranges specified for container and host Ports: 1-2 and 1-3
          -p 300.1.1.1:80:80  | invalid IP address: 300.1.1.1
          """)
  void refusesWith125(String flags, String message) {
    List<String> line = new ArrayList<>(List.of("run", "--name", jdock.container()));
    line.addAll(Arrays.asList(flags.split(" ", -1)));
    line.addAll(List.of(jdock.busybox(), "true"));
    jdock.run(line.toArray(String[]::new)).exits(125).saysOnErr(message);
  }

  @Test
  void refusesTwoMountsAtOnePlace() {
    jdock
        .run("run", "--rm", "-v", "/etc:/x", "-v", "/tmp:/x", jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("Duplicate mount point: /x");
  }

  @Test
  void namesTheFlagThatLacksItsValue() {
    jdock.run("run", "--name").exits(125).saysOnErr("flag needs an argument: --name");
    jdock.run("run", "-m").exits(125).saysOnErr("flag needs an argument: 'm' in -m");
  }

  @Test
  void wantsAnImage() {
    jdock.run("run").exits(1).errMatches("'(docker|jdock) run' requires at least 1 argument");
  }

  @Test
  void refusesATerminalWithoutOne() {
    jdock
        .run("run", "--rm", "-it", jdock.busybox(), "true")
        .exits(1)
        .saysOnErr("the input device is not a TTY");
  }

  @Test
  void warnsThatHostNetworkPublishesNothing() {
    jdock
        .run("run", "--rm", "--network", "host", "-p", "1:1", jdock.busybox(), "true")
        .ok()
        .saysOnErr("WARNING: Published ports are discarded when using host network mode");
  }

  @Test
  void flagsAfterTheImageBelongToTheCommand() {
    jdock.run("run", "--rm", jdock.busybox(), "echo", "--rm", "-d").prints("--rm -d");
  }

  @Test
  void shortFlagsCombine() {
    jdock
        .runWithInput("x", "run", "--rm", "-ie", "A=b", jdock.busybox(), "sh", "-c", "echo $A")
        .ok()
        .saysOnOut("");
    jdock.run("run", "--rm", "-eA=b", jdock.busybox(), "sh", "-c", "echo $A").prints("b");
    jdock.run("run", "--rm=true", "--env=A=c", jdock.busybox(), "sh", "-c", "echo $A").prints("c");
  }

  @Test
  void sizesBeyondAllNumbersAreRefused() {
    String huge = "99999999999999999999";
    jdock
        .run("run", "--rm", "--shm-size", huge, jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("SHM size can not be less than 0");
    jdock
        .run("run", "--rm", "--memory", huge, jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("Minimum memory limit allowed is 6MB");
  }
}
