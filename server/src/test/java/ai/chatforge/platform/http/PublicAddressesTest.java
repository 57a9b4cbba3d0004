package ai.chatforge.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At the borders of the ranges in IANA's special-purpose registries. */
class PublicAddressesTest {

    /** Public before, not public first, not public last, public behind. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            -,               0.0.0.0,       0.255.255.255,   1.0.0.0
            9.255.255.255,   10.0.0.0,      10.255.255.255,  11.0.0.0
            100.63.255.255,  100.64.0.0,    100.127.255.255, 100.128.0.0
            126.255.255.255, 127.0.0.0,     127.255.255.255, 128.0.0.0
            169.253.255.255, 169.254.0.0,   169.254.255.255, 169.255.0.0
            172.15.255.255,  172.16.0.0,    172.31.255.255,  172.32.0.0
            191.255.255.255, 192.0.0.0,     192.0.0.255,     192.0.1.0
            192.0.1.255,     192.0.2.0,     192.0.2.255,     192.0.3.0
            192.31.195.255,  192.31.196.0,  192.31.196.255,  192.31.197.0
            192.52.192.255,  192.52.193.0,  192.52.193.255,  192.52.194.0
            192.88.98.255,   192.88.99.0,   192.88.99.255,   192.88.100.0
            192.167.255.255, 192.168.0.0,   192.168.255.255, 192.169.0.0
            192.175.47.255,  192.175.48.0,  192.175.48.255,  192.175.49.0
            198.17.255.255,  198.18.0.0,    198.19.255.255,  198.20.0.0
            198.51.99.255,   198.51.100.0,  198.51.100.255,  198.51.101.0
            203.0.112.255,   203.0.113.0,   203.0.113.255,   203.0.114.0
            223.255.255.255, 224.0.0.0,     255.255.255.255, -
            -,               ::,            1fff:ffff::,     2000::
            2000:ffff::,     2001::,        2001:1ff:ffff::, 2001:200::
            2001:db7:ffff::, 2001:db8::,    2001:db8:ffff::, 2001:db9::
            2001:ffff::,     2002::,        2002:ffff::,     2003::
            2620:4f:7fff::,  2620:4f:8000::, 2620:4f:8000:ffff::, 2620:4f:8001::
            3ffe:ffff::,     3fff::,        3fff:fff:ffff::, 3fff:1000::
            3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 4000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, -
            """)
    void everyRangeEndsWhereItDoes(String before, String first, String last, String behind) throws Exception {
        assertThat(isPublic(first)).as(first).isFalse();
        assertThat(isPublic(last)).as(last).isFalse();
        assertThat(before.equals("-") || isPublic(before)).as(before).isTrue();
        assertThat(behind.equals("-") || isPublic(behind)).as(behind).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "5f00::1",
                "::127.0.0.1",
                "::ffff:169.254.169.254"
            })
    void theKnownTrapsAreNotPublic(String address) throws Exception {
        assertThat(isPublic(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "93.184.215.14", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450::1"})
    void theOthersAre(String address) throws Exception {
        assertThat(isPublic(address)).isTrue();
    }

    private static boolean isPublic(String address) throws UnknownHostException {
        return PublicAddresses.isPublic(InetAddress.getByName(address));
    }
}
