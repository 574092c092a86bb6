package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Value;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Addresses and subnets in CIDR notation. */
final class NetworkFunctions {
  private NetworkFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put("cidrhost", Builtin.of(2, NetworkFunctions::host));
    all.put("cidrnetmask", Builtin.of(1, NetworkFunctions::mask));
    all.put(
        "cidrsubnet",
        Builtin.of(
            3,
            a ->
                a.made(
                    Network.parse(a, a.text(0))
                        .subnet(a, a.integer(1), a.number(2).toBigInteger())
                        .toString())));
    all.put("cidrsubnets", Builtin.from(1, NetworkFunctions::subnets));
    return all;
  }

  /**
   * @param bits of an address: 32 or 128
   */
  private record Network(BigInteger address, int prefix, int bits) {
    static Network parse(Arguments a, String text) {
      String[] parts = text.split("/", -1);
      if (parts.length != 2
          || !parts[1].matches("\\d{1,3}")
          || !parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
        throw a.failed("invalid CIDR expression: invalid CIDR address: " + text);
      }
      try {
        byte[] bytes = InetAddress.ofLiteral(parts[0]).getAddress();
        int bits = bytes.length * 8;
        int prefix = Integer.parseInt(parts[1]);
        if (prefix > bits) {
          throw a.failed("invalid CIDR expression: invalid CIDR address: " + text);
        }
        BigInteger address = new BigInteger(1, bytes);
        return new Network(
            address.shiftRight(bits - prefix).shiftLeft(bits - prefix), prefix, bits);
      } catch (IllegalArgumentException e) {
        throw a.failed("invalid CIDR expression: invalid CIDR address: " + text);
      }
    }

    Network subnet(Arguments a, int more, BigInteger number) {
      int longer = prefix + more;
      if (more < 0 || longer > bits) {
        throw a.failed("insufficient address space to extend prefix of " + prefix + " by " + more);
      }
      if (number.signum() < 0 || number.bitLength() > more) {
        throw a.failed(
            "prefix extension of " + more + " does not accommodate a subnet numbered " + number);
      }
      return new Network(address.add(number.shiftLeft(bits - longer)), longer, bits);
    }

    BigInteger size() {
      return BigInteger.ONE.shiftLeft(bits - prefix);
    }

    @Override
    public String toString() {
      return text(address, bits) + "/" + prefix;
    }
  }

  private static String text(BigInteger address, int bits) {
    byte[] bytes = new byte[bits / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = address.shiftRight(bits - 8 - 8 * i).byteValue();
    }
    try {
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      // The longest row of zeros is left out, as everybody else writes these addresses.
      return bits == 32 ? text : compressed(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String compressed(String address) {
    String best = "";
    var zeros = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)").matcher(address);
    while (zeros.find()) {
      if (zeros.group().length() > best.length()) {
        best = zeros.group();
      }
    }
    if (best.isEmpty()) {
      return address;
    }
    int start = address.indexOf(best);
    String before = address.substring(0, start);
    String after = address.substring(start + best.length());
    return before + (after.isEmpty() ? "::" : ":") + after;
  }

  private static Value host(Arguments a) {
    Network network = Network.parse(a, a.text(0));
    BigInteger number = a.number(1).toBigInteger();
    BigInteger offset = number.signum() < 0 ? network.size().add(number) : number;
    if (offset.signum() < 0 || offset.compareTo(network.size()) >= 0) {
      throw a.failed(
          "prefix of " + network.prefix() + " does not accommodate a host numbered " + number);
    }
    return a.made(text(network.address().add(offset), network.bits()));
  }

  private static Value mask(Arguments a) {
    Network network = Network.parse(a, a.text(0));
    if (network.bits() != 32) {
      throw a.failed("IPv6 addresses cannot have a netmask");
    }
    BigInteger all = BigInteger.ONE.shiftLeft(network.bits()).subtract(BigInteger.ONE);
    return a.made(text(all.subtract(network.size().subtract(BigInteger.ONE)), network.bits()));
  }

  private static Value subnets(Arguments a) {
    Network network = Network.parse(a, a.text(0));
    BigInteger next = network.address();
    var result = new ArrayList<Value>();
    for (int i = 1; i < a.size(); i++) {
      int prefix = network.prefix() + a.integer(i);
      if (a.integer(i) < 1 || prefix > network.bits()) {
        throw a.failed("must extend prefix by at least one bit, within the address");
      }
      BigInteger size = BigInteger.ONE.shiftLeft(network.bits() - prefix);
      // Each begins where its size allows.
      BigInteger start = next.add(size).subtract(BigInteger.ONE).divide(size).multiply(size);
      next = start.add(size);
      if (next.compareTo(network.address().add(network.size())) > 0) {
        throw a.failed(
            "not enough remaining address space for a subnet with a prefix of " + prefix + " bits");
      }
      result.add(Value.of(new Network(start, prefix, network.bits()).toString()));
    }
    return a.made(result);
  }
}
