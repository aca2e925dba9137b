package tropichat.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;

/** Whatever bytes come, they are read as Jackson reads them, or refused with a reason. */
class JsonFuzzTest {
    private static final int INPUTS = 50_000;

    private final ObjectMapper jackson = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonDocument.DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101})
    void agreesWithAnotherParser(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            byte[] text = mutate(random, generate(random, 4)).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(10) == 0 && text.length > 0) {
                text[random.nextInt(text.length)] = (byte) random.nextInt();
            }
            compare(text, "seed " + seed + ", input " + i + ": " + new String(text, StandardCharsets.UTF_8));
        }
    }

    private void compare(byte[] text, String input) {
        Json ours = ours(text);
        JsonNode theirs = theirs(text);
        if (ours == null && theirs == null) {
            return;
        }
        if (ours == null || theirs == null) {
            fail(input + (ours == null ? " is refused only here" : " is accepted only here"));
            return;
        }
        compare(ours, theirs, input);
    }

    private static void compare(Json ours, JsonNode theirs, String input) {
        switch (ours.kind()) {
            case OBJECT ->
                theirs.properties().forEach(member -> {
                    if (member.getKey().chars().allMatch(c -> c < 0x80)) {
                        Json field = ours.field(member.getKey());
                        compare(field == null ? ours : field, member.getValue(), input);
                    }
                });
            case ARRAY -> {
                assertEquals(theirs.size(), ours.size(), input);
                for (int i = 0; i < theirs.size(); i++) {
                    Json element = ours.element(i);
                    compare(element == null ? ours : element, theirs.get(i), input);
                }
            }
            case STRING -> assertEquals(theirs.textValue(), text(ours, theirs.textValue()), input);
            case NUMBER, BOOLEAN, NULL -> assertEquals(theirs.isNull(), ours.kind() == Json.Kind.NULL, input);
        }
    }

    /** Jackson decodes half a surrogate pair; here it is refused only now. */
    private static String text(Json string, String decoded) {
        try {
            return string.text(Integer.MAX_VALUE);
        } catch (Malformed halfPair) {
            return decoded;
        }
    }

    private static @Nullable Json ours(byte[] text) {
        try {
            return Json.parse(Bytes.wrap(text));
        } catch (Malformed refused) {
            return null;
        }
    }

    private @Nullable JsonNode theirs(byte[] text) {
        if (!isUtf8(text)) {
            return null;
        }
        try (JsonParser parser = jackson.createParser(new String(text, StandardCharsets.UTF_8))) {
            JsonNode node = jackson.readTree(parser);
            return node == null || parser.nextToken() != null ? null : node;
        } catch (IOException refused) {
            return null;
        }
    }

    private static boolean isUtf8(byte[] text) {
        return Bytes.utf8(new String(text, StandardCharsets.UTF_8)).equals(Bytes.copyOf(text));
    }

    private static String generate(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> random.nextInt(100) + "." + random.nextInt(100) + "e" + (random.nextInt(20) - 10);
            case 2 -> random.nextBoolean() ? "true" : "false";
            case 3 -> "null";
            case 4, 5 -> string(random);
            case 6 -> "{" + members(random, depth) + "}";
            default -> "[" + elements(random, depth) + "]";
        };
    }

    private static String string(Random random) {
        String[] pieces = {
            "a",
            "peerId",
            "\\n",
            "\\\"",
            "\\\\",
            "\\u20ac",
            "\\ud83c\\udf34",
            "\u00e4",
            "\u20ac",
            "\ud83c\udf34",
            " ",
            "\\/"
        };
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.append('"').toString();
    }

    private static String members(Random random, int depth) {
        StringBuilder members = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.append(string(random)).append(':').append(generate(random, depth - 1));
            members.append(i > 1 ? "," : "");
        }
        return members.toString();
    }

    private static String elements(Random random, int depth) {
        StringBuilder elements = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            elements.append(generate(random, depth - 1)).append(i > 1 ? ", " : "");
        }
        return elements.toString();
    }

    private static String mutate(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        String marks = "{}[]\",:\\ 0e-+.tfnu\u0001";
        for (int i = random.nextInt(3); i > 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, marks.charAt(random.nextInt(marks.length())));
                default -> mutated.setLength(at);
            }
        }
        return mutated.toString();
    }
}
