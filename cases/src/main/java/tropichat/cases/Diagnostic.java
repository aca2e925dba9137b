package tropichat.cases;

import org.jspecify.annotations.Nullable;
import tropichat.core.wire.Value;

/** Writes values in the diagnostic notation of CBOR (RFC 8949, section 8); a link as the tag 42 around its text. */
final class Diagnostic {
    private final StringBuilder out = new StringBuilder();

    private Diagnostic() {}

    static String of(Value value) {
        Diagnostic diagnostic = new Diagnostic();
        diagnostic.write(value);
        return diagnostic.out.toString();
    }

    private void write(@Nullable Value value) {
        switch (value) {
            case null -> out.append("undefined");
            case Value.Int number -> out.append(number.value());
            case Value.Blob blob -> out.append("h'").append(blob.bytes().hex()).append('\'');
            case Value.Text text -> writeText(text.text());
            case Value.Bool bool -> out.append(bool.value());
            case Value.Null ignored -> out.append("null");
            case Value.Leaf leaf ->
                out.append("42(leaf ").append(leaf.cid().text()).append(')');
            case Value.Link link -> out.append("42(").append(link.cid().text()).append(')');
            case Value.Sequence sequence -> writeSequence(sequence);
            case Value.Mapping mapping -> writeMapping(mapping);
        }
    }

    private void writeSequence(Value.Sequence sequence) {
        String separator = "";
        out.append('[');
        for (Value item : sequence.items()) {
            out.append(separator);
            write(item);
            separator = ", ";
        }
        out.append(']');
    }

    private void writeMapping(Value.Mapping mapping) {
        String separator = "";
        out.append('{');
        for (String key : mapping.keys()) {
            out.append(separator);
            writeText(key);
            out.append(": ");
            write(mapping.get(key));
            separator = ", ";
        }
        out.append('}');
    }

    private void writeText(String text) {
        out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
