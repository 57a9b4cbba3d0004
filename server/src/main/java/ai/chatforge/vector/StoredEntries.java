package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Entry;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The passages of a source, read page by page: a book of 10,000 pages need not fit into memory. */
final class StoredEntries implements Iterator<Entry> {
    private final Function<@Nullable UUID, List<Entry>> pageAfter;
    private Iterator<Entry> page;
    private @Nullable UUID last;
    private boolean end;

    /** @param pageAfter the entries behind one, or the first ones, in the order of their ids; empty at the end */
    StoredEntries(Function<@Nullable UUID, List<Entry>> pageAfter) {
        this.pageAfter = pageAfter;
        this.page = List.<Entry>of().iterator();
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !end) {
            page = pageAfter.apply(last).iterator();
            end = !page.hasNext();
        }
        return page.hasNext();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Entry entry = page.next();
        last = entry.id();
        return entry;
    }
}
