package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as the docker client 28.2 prints them, with its name replaced. */
class UsageErrorTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          run --foo x            | 125 | unknown flag: --foo
          run -Z x               | 125 | unknown shorthand flag: 'Z' in -Z
          run -dzit x            | 125 | unknown shorthand flag: 'z' in -zit
          run -xdit x            | 125 | unknown shorthand flag: 'x' in -xdit
          run --name             | 125 | flag needs an argument: --name
          run -m                 | 125 | flag needs an argument: 'm' in -m
          run -de                | 125 | flag needs an argument: 'e' in -e
          run -m 12zz x          | 125 | invalid argument "12zz" for "-m, --memory" flag: invalid suffix: 'zz'
          run --memory=-1 x      | 125 | invalid argument "-1" for "-m, --memory" flag: invalid size: '-1'
          run --rm= busybox      | 125 | invalid argument "" for "--rm" flag: strconv.ParseBool: parsing "": invalid syntax
          run -d -p 80 -it --detach= x | 125 | invalid argument "" for "-d, --detach" flag: strconv.ParseBool: parsing "": invalid syntax
          run --rm=x busybox     | 125 | invalid argument "x" for "--rm" flag: strconv.ParseBool: parsing "x": invalid syntax
          run --cpus abc x       | 125 | invalid argument "abc" for "--cpus" flag: failed to parse abc as a rational number
          run --pids-limit z x   | 125 | invalid argument "z" for "--pids-limit" flag: strconv.ParseInt: parsing "z": invalid syntax
          run -e = x             | 125 | invalid argument "=" for "-e, --env" flag: invalid environment variable: =
          run -l = x             | 125 | invalid argument "=" for "-l, --label" flag: invalid label '=': empty name
          run -a foo x           | 125 | invalid argument "foo" for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR
          run --add-host foo x   | 125 | invalid argument "foo" for "--add-host" flag: bad format for add-host: "foo"
          run --add-host foo:1 x | 125 | invalid argument "foo:1" for "--add-host" flag: invalid IP address in add-host: "1"
          run --dns zz x         | 125 | invalid argument "zz" for "--dns" flag: IP address is not correctly formatted: zz
          ps -f foo              | 125 | invalid argument "foo" for "-f, --filter" flag: bad format of filter (expected name=value)
          ps -n z                | 125 | invalid argument "z" for "-n, --last" flag: strconv.ParseInt: parsing "z": invalid syntax
          stop -t z a            | 125 | invalid argument "z" for "-t, --timeout" flag: strconv.ParseInt: parsing "z": invalid syntax
          exec -e = x y          | 125 | invalid argument "=" for "-e, --env" flag: invalid environment variable: =
          foo                    | 1   | jdock: unknown command: jdock foo
          container foo          | 1   | jdock: unknown command: jdock container foo
          run                    | 1   | jdock: 'jdock run' requires at least 1 argument
          exec x                 | 1   | jdock: 'jdock exec' requires at least 2 arguments
          tag a                  | 1   | jdock: 'jdock tag' requires 2 arguments
          ps foo                 | 1   | jdock: 'jdock ps' accepts no arguments
          images a b             | 1   | jdock: 'jdock images' requires at most 1 argument
          container rm           | 1   | jdock: 'jdock container rm' requires at least 1 argument
          start -a a b           | 1   | you cannot start and attach multiple containers at once
          inspect --type foo a   | 1   | unknown type: "foo": must be one of "config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"
          version -f {{          | 64  | template parsing error: template: :1: unclosed action
          network create --gateway 10.1.1.1 n | 1 | every ip-range or gateway must have a corresponding subnet
          network create --subnet 10.56.0.0/24 --gateway 10.57.0.1 n | 1 | no matching subnet for gateway 10.57.0.1
          network create --subnet 10.56.0.0/24 --ip-range 10.0.0.0/8 n | 1 | no matching subnet for range 10.0.0.0/8
          network create --aux-address a=10.1.1.1 n | 1 | no matching subnet for aux-address 10.1.1.1
          network create --subnet 10.56.0.0/24 --subnet 10.56.0.0/25 n | 1 | multiple overlapping subnet configuration is not supported
          network connect --driver-opt a n c | 1 | invalid key/value pair format in driver options
          --foo                  | 125 | unknown flag: --foo
          --config               | 125 | flag needs an argument: --config
          --config x --foo       | 125 | unknown flag: --foo
          -x                     | 125 | unknown shorthand flag: 'x' in -x
          """)
  void tellsWhatIsWrong(String line, int exitCode, String firstLine) {
    harness.engine.answer("version", com.fasterxml.jackson.databind.node.NullNode.getInstance());

    CommandLineHarness.Result result = harness.run(line.split(" +"));

    assertThat(result.err().lines().findFirst()).hasValue(firstLine);
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          -p abc                 | invalid containerPort: abc
          -p 80:90:100:110       | invalid IP address: 80:90
          -p 1-3:4-5             | invalid ranges specified for container and host Ports: 4-5 and 1-3
          -p 70000               | invalid containerPort: 70000
          -p 80:x/foo            | invalid containerPort: x
          -p 1.2.3:80:80         | invalid IP address: 1.2.3
          -p 80/icmp             | invalid proto: icmp
          -p :                   | no port specified: :<empty>
          --expose 99999         | invalid range format for --expose: 99999, error: strconv.ParseUint: parsing "99999": value out of range
          --expose a-b           | invalid range format for --expose: a-b, error: strconv.ParseUint: parsing "a": invalid syntax
          --expose 10-5          | invalid range format for --expose: 10-5, error: invalid range specified for port: 10-5
          -v /a:/b:/c:/d         | invalid spec: /a:/b:/c:/d: too many colons
          --env-file /nope       | open /nope: no such file or directory
          --rm --restart always  | conflicting options: cannot specify both --restart and --rm
          --pull foo             | invalid pull option: 'foo': must be one of "always", "missing" or "never"
          --security-opt a       | Invalid --security-opt: "a"
          --network=             | no name set for network
          --network a --network a | network "a" is specified multiple times
          --network host --network a | conflicting options: cannot attach both user-defined and non-user-defined network-modes
          --network bridge --network-alias x | network-scoped aliases are only supported for user-defined networks
          --network name=a,alias=x --network-alias y | conflicting options: cannot specify both --network-alias and per-network alias
          --network name=a,ip=10.0.0.1 --ip 10.0.0.2 | conflicting options: cannot specify both --ip and per-network IPv4 address
          --network name=a,mac-address=x | x is not a valid mac address
          """)
  void runRefusesBadValuesWithAHint(String flags, String message) {
    String[] words = ("run " + flags + " image").split(" +");

    assertThat(harness.run(words))
        .isEqualTo(
            new CommandLineHarness.Result(
                125,
                "",
                "jdock: " + message + "\n\nRun 'jdock run --help' for more information\n"));
    assertThat(harness.engine.calls).isEmpty();
  }
}
