package tropichat.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tropichat.core.gates.Finding;
import tropichat.core.gates.Question;

/** Puts together what several have observed, and tells it once all have. */
final class Gathering {
    private final Map<Question, Observation.Seen> seen = new LinkedHashMap<>();
    private final Map<Long, Finding.Block> blocks = new TreeMap<>();
    private final Consumer<Observation> onAll;
    private int open;

    Gathering(int parts, Consumer<Observation> onAll) {
        this.open = parts;
        this.onAll = onAll;
        tellIfAll();
    }

    void add(Observation part) {
        seen.putAll(part.seen());
        part.blocks().forEach(block -> blocks.put(block.chain(), block));
        open--;
        tellIfAll();
    }

    private void tellIfAll() {
        if (open == 0) {
            onAll.accept(new Observation(seen, new ArrayList<>(blocks.values())));
        }
    }
}
