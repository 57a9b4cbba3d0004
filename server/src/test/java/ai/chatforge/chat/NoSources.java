package ai.chatforge.chat;

import ai.chatforge.document.api.Sources;
import java.util.List;

/** Knows no source. */
final class NoSources implements Sources {
    @Override
    public Described describe(Describe request) {
        return new Described(List.of());
    }

    @Override
    public Addresses addresses(Places request) {
        return new Addresses(List.of());
    }

    @Override
    public Found found(Places request) {
        return new Found(List.of(), List.of());
    }
}
