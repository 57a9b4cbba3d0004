package ai.chatforge.document.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said in a recording. */
public record Transcript(@Nullable String title, @Nullable String language, List<Cue> cues) {}
