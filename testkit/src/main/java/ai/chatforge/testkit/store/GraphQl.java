package ai.chatforge.testkit.store;

import ai.chatforge.testkit.store.ScriptedStore.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads as much of GraphQL as queries of one field after the other need. Names of an enumeration are read as texts. */
final class GraphQl {
    private final String text;
    private int at;

    private GraphQl(String text) {
        this.text = text;
    }

    /** A field, what it was given in brackets, and what is asked of it. */
    record Field(String name, Map<String, Object> arguments, List<Field> fields) {
        boolean asks(String field) {
            return fields.stream().anyMatch(each -> each.name.equals(field));
        }

        Field field(String wanted) {
            return fields.stream()
                    .filter(each -> each.name.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(422, "Nothing is asked of " + wanted));
        }
    }

    static Field parse(String query) {
        GraphQl parser = new GraphQl(query);
        List<Field> fields = parser.fields();
        if (parser.peek() != 0) {
            throw parser.wrong();
        }
        return new Field("", Map.of(), fields);
    }

    private List<Field> fields() {
        take('{');
        List<Field> fields = new ArrayList<>();
        while (peek() != '}') {
            String name = name();
            Map<String, Object> arguments = peek() == '(' ? object('(', ')') : Map.of();
            fields.add(new Field(name, arguments, peek() == '{' ? fields() : List.of()));
        }
        take('}');
        return fields;
    }

    private Map<String, Object> object(char open, char close) {
        take(open);
        Map<String, Object> object = new LinkedHashMap<>();
        while (peek() != close) {
            String name = name();
            take(':');
            object.put(name, value());
        }
        take(close);
        return object;
    }

    private Object value() {
        char first = peek();
        if (first == '{') {
            return object('{', '}');
        }
        if (first == '[') {
            take('[');
            List<Object> values = new ArrayList<>();
            while (peek() != ']') {
                values.add(value());
            }
            take(']');
            return values;
        }
        if (first == '"') {
            return string();
        }
        if (first == '-' || Character.isDigit(first)) {
            int from = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return Double.valueOf(text.substring(from, at));
        }
        return name();
    }

    private String string() {
        int from = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        take('"');
        return ScriptedStore.JSON.readValue(text.substring(from, at), String.class);
    }

    private String name() {
        peek();
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (from == at) {
            throw wrong();
        }
        return text.substring(from, at);
    }

    /** The next character that is not blank; 0 at the end. Commas are blanks here. */
    private char peek() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void take(char wanted) {
        if (peek() != wanted) {
            throw wrong();
        }
        at++;
    }

    private Refusal wrong() {
        return new Refusal(422, "Syntax Error GraphQL request at " + at);
    }
}
