package ai.chatforge.platform.event;

import java.util.UUID;

/** The same type as {@link NoteAdded} in a version that consumers of the tests do not know. */
@EventType(value = "bot.note-added", version = 2)
record NoteAddedAnew(UUID tenant, String key) implements Event {}
