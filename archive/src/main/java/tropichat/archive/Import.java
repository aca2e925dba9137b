package tropichat.archive;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.wire.Cid;

/** A CAR file on its way into an IPFS node ({@code dag/import} of Kubo's RPC). */
final class Import {
    /** What a node says about an import: a line or two. */
    private static final int REPORT_BYTES_MAX = 64 * 1024;

    private static final long UNKNOWN = -1;

    private static final String BOUNDARY = "tropichat-boundary-7d1f0a6be2";
    private static final String HEAD = "--" + BOUNDARY + "\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"room.car\"\r\n"
            + "Content-Type: application/vnd.ipld.car\r\n\r\n";
    private static final String TAIL = "\r\n--" + BOUNDARY + "--\r\n";

    private final Server node;
    private final Hashes hashes;

    Import(Server node, Hashes hashes) {
        this.node = node;
        this.hashes = hashes;
    }

    /**
     * Sends the blocks, and asks for the first and the last of them back. Nothing is pinned, since a pin that fails, or
     * takes forever, would say that the import did.
     */
    void run(ValidBlocks blocks, List<Cid> roots) throws Trouble {
        InputStream body = new SequenceInputStream(Collections.enumeration(List.of(bytes(HEAD), blocks, bytes(TAIL))));
        Bytes said = node.post(
                "/api/v0/dag/import?pin-roots=false&stats=true",
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofInputStream(() -> body),
                blocks::passed,
                REPORT_BYTES_MAX);
        long counted = blocksIn(new String(said.unsafeArray(), StandardCharsets.UTF_8));
        if (counted != UNKNOWN && counted != blocks.blocks()) {
            throw new Trouble(
                    node.name() + " did not import everything",
                    "it took " + counted + " of " + blocks.blocks() + " blocks",
                    "Run it again.");
        }
        Source stored = Source.ofNode(node, hashes);
        for (Cid root : roots) {
            stored.block(root);
        }
        Cid last = blocks.last();
        if (last != null) {
            stored.block(last);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How many blocks were imported, by the node's own count; not every node says so. */
    private static long blocksIn(String report) {
        for (String line : report.lines().toList()) {
            try {
                if (JsonReader.find(JsonReader.read(line), "Stats", "BlockCount") instanceof Double count) {
                    return count.longValue();
                }
            } catch (IllegalArgumentException notJson) {
                return UNKNOWN;
            }
        }
        return UNKNOWN;
    }
}
