package tropichat.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import tropichat.crypto.JvmAead;
import tropichat.crypto.JvmHashes;

/** Every case of every file, on the JVM. {@code run.mjs} beside the module runs the same ones on its compiled form. */
class VectorsTest {
    private static final Path FILES = Path.of("src/main/resources/vectors");

    private record Vector(String name, String op, List<String> in, String out) {}

    @TestFactory
    Stream<DynamicContainer> vectors() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FILES)) {
            files = found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertFalse(files.isEmpty());
        return files.stream().map(VectorsTest::container);
    }

    private static DynamicContainer container(Path file) {
        Operations operations = new Operations(new JvmHashes(), new JvmAead());
        List<Vector> vectors = read(file);
        assertFalse(vectors.isEmpty());
        return dynamicContainer(
                file.getFileName().toString(),
                vectors.stream()
                        .map(vector -> dynamicTest(
                                vector.name(),
                                () -> assertEquals(
                                        vector.out(),
                                        operations.run(vector.op(), vector.in().toArray(String[]::new))))));
    }

    private static List<Vector> read(Path file) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            return List.of(mapper.readValue(file.toFile(), Vector[].class));
        } catch (IOException e) {
            throw new AssertionError("unreadable: " + file, e);
        }
    }
}
