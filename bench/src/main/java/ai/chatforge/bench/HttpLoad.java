package ai.chatforge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends a POST, or several in turn, over some connections, from a single thread, because it shares the cores with what it
 * measures. Answers are read to their end, and the marks in them counted: a stream that was cut off is an error.
 */
final class HttpLoad {
    private static final int BUFFER = 1 << 16;
    private static final Duration WARM_UP_ROUND = Duration.ofSeconds(10);
    private static final int WARM_UP_ROUNDS = 18;
    private static final int WARM_UP_PATIENCE = 3;

    private final InetSocketAddress address;
    private final List<byte[]> requests;
    private final byte[] mark;
    private final int marks;

    /** @param marks how often {@code mark} stands in a good answer */
    HttpLoad(int port, String path, String bearer, String json, String mark, int marks) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + bearer
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
        this.requests = List.of((head + json).getBytes(StandardCharsets.UTF_8));
        this.mark = mark.getBytes(StandardCharsets.UTF_8);
        this.marks = marks;
    }

    private HttpLoad(HttpLoad like, List<byte[]> requests) {
        this.address = like.address;
        this.requests = requests;
        this.mark = like.mark;
        this.marks = like.marks;
    }

    /** The requests of the given ones, one after the other, whichever connection they go over. */
    static HttpLoad inTurn(List<HttpLoad> some) {
        return new HttpLoad(
                some.getFirst(),
                some.stream().flatMap(one -> one.requests.stream()).toList());
    }

    /**
     * @param errors answers that were not what they should be; {@code complaint} is the first of them
     * @param refused those among them that say when to come again
     */
    record Result(
            int errors, String complaint, Duration time, Quantiles whole, Quantiles firstMark, Quantiles refused) {
        double perSecond() {
            return whole.count() / (time.toNanos() / 1e9);
        }
    }

    /** Asks until that gets no faster: a JVM compiles for minutes what it is asked for. */
    void warmUp(int connections) throws IOException {
        double best = 0;
        int better = 0;
        for (int round = 0; round < WARM_UP_ROUNDS && round - better < WARM_UP_PATIENCE; round++) {
            double now = closedLoop(connections, WARM_UP_ROUND).perSecond();
            if (now > best * 1.03) {
                better = round;
            }
            best = Math.max(best, now);
        }
    }

    /** Each connection asks again as soon as it is answered. */
    Result closedLoop(int connections, Duration time) throws IOException {
        return new Round(Integer.MAX_VALUE, System.nanoTime() + time.toNanos()).run(connections, 0);
    }

    /** Each connection asks once; they come evenly within the given time. */
    Result once(int connections, Duration arrival, Duration patience) throws IOException {
        return new Round(1, System.nanoTime() + patience.toNanos()).run(connections, arrival.toNanos() / connections);
    }

    /**
     * So many a second, however long they wait for their answers, over as many connections as that takes. Times count from
     * when a request was due.
     */
    Result paced(double perSecond, Duration time, Duration patience) throws IOException {
        long begin = System.nanoTime();
        return new Round(Integer.MAX_VALUE, begin + time.plus(patience).toNanos())
                .runPaced((long) (1e9 / perSecond), begin + time.toNanos());
    }

    private final class Round {
        private final int times;
        private final long end;
        private final Quantiles whole = new Quantiles();
        private final Quantiles firstMark = new Quantiles();
        private final Quantiles refused = new Quantiles();
        private final Deque<Connection> idle = new ArrayDeque<>();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private int errors;
        private String complaint = "";
        private int open;
        private int next;
        private boolean paced;

        Round(int times, long end) {
            this.times = times;
            this.end = end;
        }

        Result run(int connections, long nanosBetween) throws IOException {
            long begin = System.nanoTime();
            try (Selector selector = Selector.open()) {
                int begun = 0;
                while (System.nanoTime() < end && (begun < connections || open > 0)) {
                    while (begun < connections && System.nanoTime() >= begin + begun * nanosBetween) {
                        connect(selector, 0);
                        begun++;
                    }
                    selector.select(key -> ((Connection) key.attachment()).ready(key), begun < connections ? 1 : 100);
                }
                if (times == 1) {
                    for (int i = begun - open; i < connections; i++) {
                        bad("an answer did not end in time");
                    }
                }
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
            return result(begin);
        }

        private Result result(long begin) {
            return new Result(
                    errors, complaint, Duration.ofNanos(System.nanoTime() - begin), whole, firstMark, refused);
        }

        Result runPaced(long nanosBetween, long last) throws IOException {
            paced = true;
            long begin = System.nanoTime();
            try (Selector selector = Selector.open()) {
                long due = begin;
                while (System.nanoTime() < end && (due < last || open > idle.size())) {
                    for (; due < last && due <= System.nanoTime(); due += nanosBetween) {
                        Connection free = idle.poll();
                        if (free == null) {
                            connect(selector, due);
                        } else {
                            free.askWhenDue(due);
                        }
                    }
                    selector.select(key -> ((Connection) key.attachment()).ready(key), due < last ? 1 : 100);
                }
                for (int i = idle.size(); i < open; i++) {
                    bad("an answer did not end in time");
                }
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
            return result(begin);
        }

        private void connect(Selector selector, long due) throws IOException {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(address);
            channel.register(selector, SelectionKey.OP_CONNECT, new Connection(this, channel, due));
            open++;
        }

        private void judge(HttpAnswer answer, long nanos) {
            if (answer.isGood(marks)) {
                whole.add(nanos);
                return;
            }
            // Not for each of many: what it says takes time to write down.
            if (answer.isRefusal()) {
                complaint = errors == 0 ? answer.toString() : complaint;
                errors++;
                refused.add(nanos);
            } else {
                bad(onlyRefused() ? answer.toString() : complaint);
            }
        }

        private boolean onlyRefused() {
            return errors == refused.count();
        }

        /** The first thing that is no refusal is told of, or else the first refusal. */
        private void bad(String what) {
            complaint = onlyRefused() ? what : complaint;
            errors++;
        }
    }

    private final class Connection {
        private final Round round;
        private final SocketChannel channel;
        private final HttpAnswer answer = new HttpAnswer(mark);
        /** When the next request counts from; 0: from when it is sent. */
        private long due;

        private long asked;
        private int left;

        Connection(Round round, SocketChannel channel, long due) {
            this.round = round;
            this.channel = channel;
            this.due = due;
            this.left = round.times;
        }

        void ready(SelectionKey key) {
            try {
                if (key.isConnectable()) {
                    channel.finishConnect();
                    key.interestOps(SelectionKey.OP_READ);
                    ask();
                } else {
                    read();
                }
            } catch (IOException e) {
                // One that nobody asks over may be closed.
                if (!round.idle.remove(this)) {
                    round.bad(e.toString());
                }
                leave();
            }
        }

        void askWhenDue(long when) {
            due = when;
            try {
                ask();
            } catch (IOException e) {
                round.bad(e.toString());
                leave();
            }
        }

        private void ask() throws IOException {
            if (left == 0) {
                leave();
                return;
            }
            left--;
            asked = due == 0 ? System.nanoTime() : due;
            answer.begin();
            byte[] request = requests.get(round.next++ % requests.size());
            // A request fits into the empty send buffer of a socket.
            if (channel.write(ByteBuffer.wrap(request)) < request.length) {
                throw new IOException("the request was not sent whole");
            }
        }

        private void read() throws IOException {
            round.buffer.clear();
            if (channel.read(round.buffer) < 0) {
                throw new IOException("connection ended");
            }
            boolean unmarked = !answer.isMarked();
            answer.take(round.buffer.flip());
            if (unmarked && answer.isMarked()) {
                round.firstMark.add(System.nanoTime() - asked);
            }
            if (answer.isWhole()) {
                round.judge(answer, System.nanoTime() - asked);
                if (round.paced) {
                    round.idle.push(this);
                } else {
                    ask();
                }
            }
        }

        private void leave() {
            round.open--;
            try {
                channel.close();
            } catch (IOException gone) {
                // It is closed either way.
            }
        }
    }
}
