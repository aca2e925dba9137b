package tropichat.archive;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.wire.Cid;

/** A CAR file on its way into an IPFS node ({@code dag/import} of Kubo's RPC), which is to pin its roots. */
final class Import {
    /** What a node says about an import: a line for each root. */
    private static final int REPORT_BYTES_MAX = 1024 * 1024;

    private static final String BOUNDARY = "tropichat-boundary-7d1f0a6be2";
    private static final String HEAD = "--" + BOUNDARY + "\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"room.car\"\r\n"
            + "Content-Type: application/vnd.ipld.car\r\n\r\n";
    private static final String TAIL = "\r\n--" + BOUNDARY + "--\r\n";

    private final Server node;

    Import(Server node) {
        this.node = node;
    }

    /** Sends the blocks; throws where the node did not take them, or did not take them for what they are. */
    void run(ValidBlocks blocks, List<Cid> roots) throws Trouble {
        InputStream body = new SequenceInputStream(Collections.enumeration(List.of(bytes(HEAD), blocks, bytes(TAIL))));
        Bytes said = node.post(
                "/api/v0/dag/import?pin-roots=true",
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofInputStream(() -> body),
                blocks::passed,
                REPORT_BYTES_MAX);
        List<String> reported = roots(text(said));
        for (Cid root : roots) {
            if (!reported.contains(root.text())) {
                throw new Trouble(
                        node.name() + " did not import the file",
                        "it reports another content than it was given, " + Trouble.quote(text(said)),
                        "Check that it is an IPFS node.");
            }
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(Bytes said) {
        return new String(said.unsafeArray(), StandardCharsets.UTF_8);
    }

    /** The roots that an import reports, a line of JSON each; lines that are something else say nothing of roots. */
    private static List<String> roots(String report) {
        return report.lines().map(Import::root).filter(root -> !root.isEmpty()).toList();
    }

    private static String root(String line) {
        try {
            return JsonReader.text(JsonReader.read(line), "Root", "Cid", "/");
        } catch (IllegalArgumentException notJson) {
            return "";
        }
    }
}
