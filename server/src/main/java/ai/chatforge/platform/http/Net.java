package ai.chatforge.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A network such as 10.0.0.0/8. */
record Net(byte[] prefix, int bits) {

    /** @param text of digits only, so that nothing is looked up */
    static Net of(String text) {
        String[] parts = text.split("/", -1);
        try {
            Net net = new Net(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            if (net.bits > net.prefix.length * Byte.SIZE) {
                throw new IllegalArgumentException("'" + text + "' has more bits than an address");
            }
            return net;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is no network", e);
        }
    }

    boolean holds(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((address[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
