package ai.chatforge.platform.http;

import java.net.URI;
import java.util.Set;

/** Ports of public hosts: no mail, shell or database server is spoken to, however its name was come by. */
final class Ports {
    private static final int FIRST_FREE = 1024;
    private static final Set<Integer> WEB = Set.of(80, 443);
    /** Above 1023: databases, queues, and what browsers refuse. */
    private static final Set<Integer> OTHERS = Set.of(
            1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432,
            5672, 5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300,
            10080, 10250, 11211, 27017);

    private Ports() {}

    static boolean isWeb(URI url) {
        int port = url.getPort();
        return port < 0 || WEB.contains(port) || (port >= FIRST_FREE && !OTHERS.contains(port));
    }
}
