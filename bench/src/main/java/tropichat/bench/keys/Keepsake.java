package tropichat.bench.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.wire.Cid;
import tropichat.report.Json;

/** What the owner's browser keeps of a closed room, as JSON with bytes in hex: a script puts it into a page's database. */
final class Keepsake {
    private Keepsake() {}

    static void write(Owner owner, Path file) throws IOException {
        Estate estate = owner.estate;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("room", estate.charter.room().text());
        json.put("wallet", estate.owner.walletSecret.hex());
        json.put("record", estate.record.hex());
        json.put("key", estate.key.hex());
        List<Object> rules = new ArrayList<>();
        owner.rules()
                .forEach(rule -> rules.add(Map.of(
                        "id",
                        Cid.ofBlock(rule.block(), Estate.HASHES).text(),
                        "account",
                        rule.account().bytes().hex(),
                        "block",
                        rule.block().hex())));
        json.put("rules", rules);
        List<Object> epochs = new ArrayList<>();
        owner.epochs().forEach((id, state) -> epochs.add(Map.of("id", id.text(), "state", state.hex())));
        json.put("epochs", epochs);
        Files.writeString(file, Json.write(json));
    }
}
