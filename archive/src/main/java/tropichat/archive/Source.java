package tropichat.archive;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** Where blocks are asked for one by one: an IPFS node's RPC or a trustless gateway. Believed nothing. */
final class Source {
    private final Server server;
    private final boolean rpc;
    private final Hashes hashes;

    private Source(Server server, boolean rpc, Hashes hashes) {
        this.server = server;
        this.rpc = rpc;
        this.hashes = hashes;
    }

    /** An IPFS node that is known to be one. */
    static Source ofNode(Server node, Hashes hashes) {
        return new Source(node, true, hashes);
    }

    /** Finds out which of both the server is: a gateway refuses what only an RPC is asked. */
    static Source at(Server server, Hashes hashes) throws Trouble {
        int status = server.status("/api/v0/version");
        if (status >= 500) {
            throw new Trouble(
                    "Nothing was asked of " + server.name(),
                    "it answers " + status,
                    "It is not well: try again later, or choose another one.");
        }
        return new Source(server, status / 100 == 2, hashes);
    }

    String name() {
        return server.name();
    }

    /** The block, whose hash has been checked. */
    Bytes block(Cid cid) throws Trouble {
        Bytes bytes = rpc
                ? server.post("/api/v0/block/get?arg=" + cid, Car.BLOCK_BYTES_MAX)
                : server.get("/ipfs/" + cid + "?format=raw", "application/vnd.ipld.raw", Car.BLOCK_BYTES_MAX);
        if (!Cid.ofBlock(bytes, hashes).equals(cid)) {
            throw new Trouble(
                    "Block " + cid + " was refused",
                    "what " + server.name() + " gives has another hash",
                    "Ask another one.");
        }
        return bytes;
    }
}
