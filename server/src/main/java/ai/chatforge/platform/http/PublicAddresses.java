package ai.chatforge.platform.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Tells public unicast addresses from all others (IANA special-purpose registries for IPv4 and IPv6). */
final class PublicAddresses {
    private static final List<Net> NOT_PUBLIC = nets(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    /** Of IPv6 only the global unicast range is public, and of that not what embeds or documents others. */
    private static final Net GLOBAL_V6 = Net.of("2000::/3");

    private static final List<Net> NOT_PUBLIC_V6 =
            nets("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48");

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return NOT_PUBLIC.stream().noneMatch(net -> net.holds(bytes));
        }
        return GLOBAL_V6.holds(bytes) && NOT_PUBLIC_V6.stream().noneMatch(net -> net.holds(bytes));
    }

    private static List<Net> nets(String... texts) {
        return Arrays.stream(texts).map(Net::of).toList();
    }
}
