package ai.chatforge.chat;

import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.platform.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.util.StringUtils;

/**
 * The calls of tools in one answer. Where something is private they are held back until they are whole, as what a piece
 * of them gives away cannot be seen, and one with something private in it leaves without its arguments.
 */
final class DirectCalls {
    private final Gates gates;
    private final Set<String> tools;
    private final Exit exit;
    private final List<Draft> drafts = new ArrayList<>();

    private static final class Draft {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();

        Call call() {
            return new Call(id, name, arguments.toString());
        }
    }

    /** Takes what may be shown. */
    interface Exit {
        void call(int index, String id, String name, String arguments);
    }

    /** @param tools the names of those that there are */
    DirectCalls(Gates gates, Set<String> tools, Exit exit) {
        this.gates = gates;
        this.tools = tools;
        this.exit = exit;
    }

    void take(ModelEvent.ToolCall piece) {
        boolean isNew = drafts.isEmpty() || piece.index() >= drafts.size();
        if (isNew) {
            drafts.add(new Draft());
        }
        int index = isNew ? drafts.size() - 1 : Math.max(0, piece.index());
        Draft draft = drafts.get(index);
        if (isNew) {
            // Some providers give their calls no id; the client needs one to answer.
            draft.id = StringUtils.hasText(piece.id()) ? piece.id() : newId();
            draft.name = piece.name();
        }
        draft.arguments.append(piece.arguments());
        if (!gates.isGuarded()) {
            exit.call(index, isNew ? draft.id : "", isNew ? draft.name : "", piece.arguments());
        }
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return drafts.isEmpty();
    }

    private static String newId() {
        return "call_" + Ids.next().toString().replace("-", "");
    }

    /** All of them, when the model has said all; what was held back leaves now. */
    List<Call> end() {
        if (!gates.isGuarded()) {
            return drafts.stream().map(Draft::call).toList();
        }
        List<Call> all = new ArrayList<>();
        for (Draft draft : drafts) {
            Call call = draft.call();
            boolean passes = gates.letsPass(call.id() + " " + call.name() + " " + call.arguments());
            if (passes || tools.contains(call.name())) {
                Call shown = passes ? call : new Call(newId(), call.name(), "{}");
                exit.call(all.size(), shown.id(), shown.name(), shown.arguments());
                all.add(shown);
            }
        }
        return all;
    }
}
