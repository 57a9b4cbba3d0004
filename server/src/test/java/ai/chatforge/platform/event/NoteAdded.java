package ai.chatforge.platform.event;

import java.util.UUID;

/** An event of the tests. */
@EventType("bot.note-added")
record NoteAdded(UUID tenant, String key, int number) implements Event {}
