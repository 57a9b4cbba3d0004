package ai.chatforge.vector;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Has indexes that do not take some sources. */
final class PickyStore implements PassageStore {
    private final PassageStore store;
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();

    PickyStore(PassageStore store) {
        this.store = store;
    }

    void refuse(UUID source) {
        refused.add(source);
    }

    int refusals() {
        return refusals.get();
    }

    @Override
    public PassageIndex open(EmbeddingModel model) throws IOException {
        PassageIndex index = store.open(model);
        return (PassageIndex) Proxy.newProxyInstance(
                PassageIndex.class.getClassLoader(), new Class<?>[] {PassageIndex.class}, (self, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return self == arguments[0];
                    }
                    if (method.getName().equals("replace")
                            && refused.contains(((PassageIndex.SourceKey) arguments[0]).sourceId())) {
                        refusals.incrementAndGet();
                        throw new IllegalArgumentException("not that one");
                    }
                    try {
                        return method.invoke(index, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void clear(EmbeddingModel model) throws IOException {
        store.clear(model);
    }

    @Override
    public void keepOnly(List<EmbeddingModel> models) throws IOException {
        store.keepOnly(models);
    }
}
