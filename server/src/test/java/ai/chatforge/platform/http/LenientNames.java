package ai.chatforge.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.DnsResolver;

/**
 * A resolver that understands every way to write an address that any system's resolver is known to understand, and the
 * names that a test gives it. It asks nobody.
 */
final class LenientNames implements DnsResolver {
    private final Map<String, List<InetAddress[]>> answers = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    LenientNames() {
        for (String name : new String[] {"localhost", "localhost.localdomain", "ip6-localhost", "kubernetes.default"}) {
            answer(name, loopback(name));
        }
        answer("metadata.google.internal", address("metadata.google.internal", 169, 254, 169, 254));
    }

    /** What the name resolves to; told more than once, each time the next one. */
    void answer(String name, InetAddress... addresses) {
        answers.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(addresses);
    }

    static InetAddress loopback(String name) {
        return address(name, 127, 0, 0, 1);
    }

    static InetAddress address(String name, int... parts) {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        try {
            return InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        asked.add(host);
        String name = Normalizer.normalize(host, Normalizer.Form.NFKC)
                .replace('。', '.')
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.$", "");
        List<InetAddress[]> known = answers.get(name);
        if (known != null) {
            return known.size() == 1 ? known.getFirst() : known.removeFirst();
        }
        if (name.indexOf(':') >= 0) {
            return new InetAddress[] {
                InetAddress.getByName(name.replaceAll("[\\[\\]]", "").replaceFirst("%.*", ""))
            };
        }
        return new InetAddress[] {number(name)};
    }

    /** As inet_aton reads it: one to four parts, each decimal, octal or hexadecimal, the last one filling the rest. */
    private static InetAddress number(String text) throws UnknownHostException {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            throw new UnknownHostException(text);
        }
        List<Integer> bytes = new ArrayList<>();
        try {
            for (int i = 0; i < parts.length; i++) {
                long value = part(parts[i]);
                int width = i < parts.length - 1 ? 1 : 5 - parts.length;
                for (int at = width - 1; at >= 0; at--) {
                    bytes.add((int) (value >> (8 * at)) & 0xff);
                }
            }
        } catch (NumberFormatException e) {
            throw new UnknownHostException(text);
        }
        return address(text, bytes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static long part(String text) {
        if (text.startsWith("0x")) {
            return Long.parseLong(text.substring(2), 16);
        }
        return text.length() > 1 && text.startsWith("0") ? Long.parseLong(text, 8) : Long.parseLong(text);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
