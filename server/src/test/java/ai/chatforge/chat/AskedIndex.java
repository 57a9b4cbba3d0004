package ai.chatforge.chat;

import ai.chatforge.vector.api.KnowledgeIndex;
import java.util.ArrayList;
import java.util.List;

/** Finds what it is told to find, at first nothing, and keeps what it was asked for. */
class AskedIndex implements KnowledgeIndex {
    final List<SearchRequest> asked = new ArrayList<>();
    final List<FoundPassage> found = new ArrayList<>();

    @Override
    public Found search(SearchRequest request) {
        asked.add(request);
        return new Found(List.copyOf(found));
    }

    @Override
    public Indexed index(IndexRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Completed complete(Revision revision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Model model() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Embedded embed(Texts texts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Standard standard() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteSource(SourceKey source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteBot(BotKey bot) {
        throw new UnsupportedOperationException();
    }
}
