package ai.chatforge.vector;

import ai.chatforge.platform.id.Ids;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.util.UUID;

/** A source as it was once written to a {@link PassageServer}. The same revision written again is another edition. */
record Edition(SourceKey source, UUID mark) {
    static Edition of(SourceKey source) {
        return new Edition(source, Ids.next());
    }

    /** As it stands at every point. */
    String key() {
        return source.botId() + " " + source.sourceId() + " " + source.revision() + " " + mark;
    }

    static Edition parse(String key) {
        String[] parts = key.split(" ", -1);
        return new Edition(
                new SourceKey(UUID.fromString(parts[0]), UUID.fromString(parts[1]), Integer.parseInt(parts[2])),
                UUID.fromString(parts[3]));
    }
}
