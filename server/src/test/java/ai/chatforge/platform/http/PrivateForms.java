package ai.chatforge.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ways to write addresses that are not public (QUALITY S3), each with a port on which somebody may listen. */
final class PrivateForms {
    private static final List<String> ADDRESSES = List.of(
            "127.0.0.1",
            "127.1.2.3",
            "127.255.255.254",
            "0.0.0.0",
            "10.0.0.1",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.254",
            "192.168.0.1",
            "192.168.255.254",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.251",
            "240.0.0.1",
            "255.255.255.255");

    private static final List<String> OTHERS = List.of(
            "http://localhost:%d/",
            "http://LocalHost:%d/",
            "http://localhost.:%d/",
            "http://localhost.localdomain:%d/",
            "http://ip6-localhost:%d/",
            "http://kubernetes.default:%d/",
            "http://metadata.google.internal:%d/computeMetadata/v1/",
            "http://METADATA.google.internal.:%d/",
            "http://[::1]:%d/",
            "http://[::]:%d/",
            "http://[0:0:0:0:0:0:0:1]:%d/",
            "http://[0000:0000:0000:0000:0000:0000:0000:0001]:%d/",
            "http://[fe80::1]:%d/",
            "http://[fe80::1%%25lo]:%d/",
            "http://[fe80::1%%25eth0]:%d/",
            "http://[::1%%251]:%d/",
            "http://[fec0::1]:%d/",
            "http://[fc00::1]:%d/",
            "http://[fd12:3456:789a::1]:%d/",
            "http://[fd00:ec2::254]:%d/latest/meta-data/",
            "http://[ff02::1]:%d/",
            "http://[ff0e::1]:%d/",
            "http://[2001:db8::1]:%d/",
            "http://[3fff::1]:%d/",
            "http://[100::1]:%d/",
            "http://[5f00::1]:%d/",
            "http://[::ffff:0:127.0.0.1]:%d/",
            "http://127.1:%d/",
            "http://127.0.1:%d/",
            "http://127.65535:%d/",
            "http://0:%d/",
            "http://00:%d/",
            "http://0x0:%d/",
            "http://0177.1:%d/",
            "http://0x7f.1:%d/",
            "http://0x7F000001:%d/",
            "http://017700000001:%d/",
            "http://00000000177.0.0.1:%d/",
            "http://0x000000000000007f.0.0.1:%d/",
            "http://127.0.0.1:%d",
            "http://127.0.0.1:0%d/",
            "http://127.0.0.1:%d?x",
            "http://127.0.0.1:%d#x",
            "http://127.0.0.1.:%d/",
            "http://127.0.0.1..:%d/",
            "http://127.0.0.1%%00.public.test:%d/",
            "http://127.0.0.1%%23.public.test:%d/",
            "http://127.0.0.1%%2f:%d/",
            "http://127.0.0.1\\@public.test:%d/",
            "http://public.test\\@127.0.0.1:%d/",
            "http://public.test@127.0.0.1:%d/",
            "http://public.test:80@127.0.0.1:%d/",
            "http://public.test%%40127.0.0.1:%d/",
            "http://user:password@public.test@127.0.0.1:%d/",
            "http://@127.0.0.1:%d/",
            "http://:@127.0.0.1:%d/",
            "http:///127.0.0.1:%d/",
            "http:127.0.0.1:%d/",
            "http:/127.0.0.1:%d/",
            "//127.0.0.1:%d/",
            "http://127.0.0.1 :%d/",
            "http://\t127.0.0.1:%d/",
            "http://127.0.0.1\r\nX: y:%d/",
            "http://127。0。0。1:%d/",
            "http://127．0．0．1:%d/",
            "http://127｡0｡0｡1:%d/",
            "http://①②⑦.⓪.⓪.①:%d/",
            "http://1２7.0.0.1:%d/",
            "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:%d/",
            "http://loc\u00adalhost:%d/",
            "http://loc\u200balhost:%d/",
            "http://lo%%63alhost:%d/",
            "http://%%31%%32%%37.0.0.1:%d/",
            "HTTP://127.0.0.1:%d/",
            "hTTps://127.0.0.1:%d/",
            "https://127.0.0.1:%d/",
            "ftp://127.0.0.1:%d/",
            "file:///etc/passwd#%d",
            "file://127.0.0.1:%d/etc/passwd",
            "gopher://127.0.0.1:%d/_GET%%20/",
            "dict://127.0.0.1:%d/x",
            "jar:http://127.0.0.1:%d/x!/",
            "ws://127.0.0.1:%d/",
            "ldap://127.0.0.1:%d/",
            "data:text/plain,%d",
            "javascript:%d",
            "",
            "http://",
            "http://:%d/");

    private PrivateForms() {}

    static List<String> all(int port) {
        List<String> forms = new ArrayList<>();
        for (String address : ADDRESSES) {
            int[] bytes = Stream.of(address.split("\\.", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            forms(bytes).forEach(host -> forms.add("http://" + host + ":" + port + "/"));
        }
        OTHERS.forEach(form -> forms.add(form.contains("%d") ? form.formatted(port) : form));
        return forms.stream().distinct().toList();
    }

    private static Stream<String> forms(int[] b) {
        long whole = ((long) b[0] << 24) | (b[1] << 16) | (b[2] << 8) | b[3];
        String dotted = parts("%d", b);
        String hex = "%02x%02x:%02x%02x".formatted(b[0], b[1], b[2], b[3]);
        return Stream.of(
                dotted,
                dotted + ".",
                "user@" + dotted,
                Long.toString(whole),
                "0" + Long.toOctalString(whole),
                "0x" + Long.toHexString(whole),
                "0X" + Long.toHexString(whole).toUpperCase(Locale.ROOT),
                parts("0%o", b),
                parts("%04o", b),
                parts("0x%x", b),
                "0x%x.%d.0%o.%d".formatted(b[0], b[1], b[2], b[3]),
                "%d.%d.%d".formatted(b[0], b[1], (b[2] << 8) | b[3]),
                "%d.%d".formatted(b[0], (b[1] << 16) | (b[2] << 8) | b[3]),
                dotted.chars()
                        .mapToObj(c -> Character.isDigit(c) ? String.valueOf((char) (c - '0' + '０')) : ".")
                        .collect(Collectors.joining()),
                "[::ffff:" + dotted + "]",
                "[::ffff:" + hex + "]",
                "[0:0:0:0:0:ffff:" + hex.toUpperCase(Locale.ROOT) + "]",
                "[::" + dotted + "]",
                "[64:ff9b::" + dotted + "]",
                "[64:ff9b:1::" + hex + "]",
                "[2002:" + hex + "::1]",
                "[2001:0:4136:e378:8000:63bf:%02x%02x:%02x%02x]"
                        .formatted(~b[0] & 0xff, ~b[1] & 0xff, ~b[2] & 0xff, ~b[3] & 0xff));
    }

    private static String parts(String format, int[] bytes) {
        return IntStream.of(bytes).mapToObj(format::formatted).collect(Collectors.joining("."));
    }
}
