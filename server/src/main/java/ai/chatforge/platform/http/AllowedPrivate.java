package ai.chatforge.platform.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the operator opened of the private addresses. */
record AllowedPrivate(List<Net> nets, Set<String> hosts) {
    static final AllowedPrivate NOTHING = new AllowedPrivate(List.of(), Set.of());

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern NET =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:]+/[0-9]{1,3}");

    static AllowedPrivate of(List<String> entries) {
        List<Net> nets = new ArrayList<>();
        Set<String> hosts = new HashSet<>();
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (NET.matcher(text).matches()) {
                nets.add(Net.of(text));
            } else if (HOST.matcher(text).matches() && text.chars().anyMatch(Character::isLetter)) {
                hosts.add(text);
            } else {
                throw new IllegalArgumentException("'" + entry
                        + "' is neither a network such as 10.1.0.0/16 nor the name of a host (one address is a network"
                        + " of /32)");
            }
        }
        return new AllowedPrivate(List.copyOf(nets), Set.copyOf(hosts));
    }

    boolean host(String name) {
        return hosts.contains(name.toLowerCase(Locale.ROOT));
    }

    boolean address(InetAddress address) {
        byte[] bytes = address.getAddress();
        return nets.stream().anyMatch(net -> net.holds(bytes));
    }
}
