package dev.jdock.runtime.network;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses as they are written, of IP and of Ethernet. */
public final class AddressCheck {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]+(%[^\\s%]+)?");

  /** Six octets in the notations of Go's net.ParseMAC. */
  private static final Pattern MAC =
      Pattern.compile(
          "[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}|[0-9a-fA-F]{2}(-[0-9a-fA-F]{2}){5}"
              + "|[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2}");

  private AddressCheck() {}

  /** Whether the text is an IPv4 or IPv6 address, and not a name. No name service is asked. */
  public static boolean isIp(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  /** Whether the text is an IPv4 address. */
  public static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  public static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0 || !IPV6.matcher(text).matches()) {
      return false;
    }
    int zone = text.indexOf('%');
    try {
      // The zone names an interface, which need not exist here.
      InetAddress address = InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
      return address != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the text is an Ethernet address of six octets. */
  public static boolean isMac(String text) {
    return MAC.matcher(text).matches();
  }

  /** An Ethernet address in lower case and with colons. */
  public static String withColons(String mac) {
    String digits = mac.replaceAll("[-:.]", "").toLowerCase(Locale.ROOT);
    return digits.replaceAll("(..)(?!$)", "$1:");
  }
}
