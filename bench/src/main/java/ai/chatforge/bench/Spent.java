package ai.chatforge.bench;

import java.io.IOException;
import java.time.Duration;

/** CPU that each part has used so far. */
record Spent(ProcessFigures server, ProcessFigures postgres, ProcessFigures provider) {

    static Spent by(RunningChatForge server, ScriptedModel model) throws IOException {
        return new Spent(server.server(), server.postgres(), model.figures());
    }

    /** All but the provider's. */
    Duration ours(Spent before) {
        return server.cpuSince(before.server).plus(postgres.cpuSince(before.postgres));
    }

    String since(Spent before, int pieces) {
        return "server %d, PostgreSQL %d, provider %d µs"
                .formatted(
                        each(server.cpuSince(before.server), pieces),
                        each(postgres.cpuSince(before.postgres), pieces),
                        each(provider.cpuSince(before.provider), pieces));
    }

    private static long each(Duration cpu, int pieces) {
        return cpu.toNanos() / 1000 / Math.max(1, pieces);
    }
}
