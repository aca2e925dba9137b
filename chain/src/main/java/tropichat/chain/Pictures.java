package tropichat.chain;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.chain.Avatar.Reason;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.json.Json;

/**
 * Finds the pictures of tokens and names: what a contract says of a token, the description that this points to (ERC-721 and
 * ERC-1155, "Metadata"), and the image that it names. On its owner's thread; keeps nothing.
 */
final class Pictures {
    /** Types that browsers show as images, and which run nothing there. */
    static final Set<String> TYPES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml");

    /** Of a picture: far above what a small one needs. A guess. */
    static final int IMAGE_BYTES_MAX = 512 * 1024;

    /** Of a description, which may have the picture inside. A guess. */
    static final int METADATA_BYTES_MAX = 128 * 1024;

    private static final int OK = 200;
    private static final String ANY_IMAGE = "image/*";

    private final Map<Long, EthCalls> chains;
    private final Fetches fetches;
    private final @Nullable URI ipfsGateway;
    private final Hashes hashes;

    /** @param ipfsGateway the operator's, which may be inside; null where there is none */
    Pictures(Map<Long, EthCalls> chains, Fetches fetches, @Nullable URI ipfsGateway, Hashes hashes) {
        this.chains = chains;
        this.fetches = fetches;
        this.ipfsGateway = ipfsGateway;
        this.hashes = hashes;
    }

    void ofToken(Nft token, Consumer<Avatar> onAvatar) {
        EthCalls calls = chains.get(token.chain());
        if (calls == null) {
            onAvatar.accept(Avatar.refused(Reason.CHAIN_UNKNOWN));
            return;
        }
        String function = token.isShared() ? "uri(uint256)" : "tokenURI(uint256)";
        calls.call(token.contract(), Abi.call(hashes, function, token.id().word()), answer -> {
            switch (answer) {
                case RpcAnswer.Failed ignored -> onAvatar.accept(Avatar.refused(Reason.UNREACHABLE));
                case RpcAnswer.Reverted ignored -> onAvatar.accept(Avatar.refused(Reason.NO_IMAGE));
                case RpcAnswer.Result result -> describe(token, Hex.bytes(result.value()), onAvatar);
            }
        });
    }

    /** @param returned null where it is longer than is read */
    private void describe(Nft token, @Nullable Bytes returned, Consumer<Avatar> onAvatar) {
        if (returned == null) {
            onAvatar.accept(Avatar.refused(Reason.TOO_LARGE));
            return;
        }
        try {
            String uri = AbiReader.of(returned).text(0);
            String place = token.isShared() ? uri.replace("{id}", token.idInUris()) : uri;
            fetch(place, METADATA_BYTES_MAX, "application/json", new Reading() {
                @Override
                public void read(String type, Bytes description) {
                    ofDescription(description, onAvatar);
                }

                @Override
                public void refuse(Reason reason) {
                    onAvatar.accept(Avatar.refused(reason));
                }
            });
        } catch (Malformed noText) {
            onAvatar.accept(Avatar.refused(Reason.NO_IMAGE));
        }
    }

    private void ofDescription(Bytes description, Consumer<Avatar> onAvatar) {
        try {
            Json json = Json.parse(description);
            Json image = json.kind() == Json.Kind.OBJECT ? json.field("image") : null;
            if (image != null && image.kind() == Json.Kind.STRING) {
                ofUri(image.text(METADATA_BYTES_MAX), onAvatar);
                return;
            }
        } catch (Malformed noJson) {
            // told below
        }
        onAvatar.accept(Avatar.refused(Reason.NO_IMAGE));
    }

    void ofUri(String uri, Consumer<Avatar> onAvatar) {
        fetch(uri, IMAGE_BYTES_MAX, ANY_IMAGE, new Reading() {
            @Override
            public void read(String type, Bytes bytes) {
                onAvatar.accept(
                        TYPES.contains(type) ? new Avatar.Image(type, bytes) : Avatar.refused(Reason.WRONG_TYPE));
            }

            @Override
            public void refuse(Reason reason) {
                onAvatar.accept(Avatar.refused(reason));
            }
        });
    }

    // ---- Fetching

    /** Whoever waits for what is somewhere. */
    private interface Reading {
        void read(String type, Bytes bytes);

        void refuse(Reason reason);
    }

    private void fetch(String uri, int bytesMax, String accept, Reading reading) {
        switch (MediaPlace.of(uri)) {
            case MediaPlace.Here here when here.bytes().length() > bytesMax -> reading.refuse(Reason.TOO_LARGE);
            case MediaPlace.Here here -> reading.read(here.type(), here.bytes());
            case MediaPlace.Nowhere ignored -> reading.refuse(Reason.NO_IMAGE);
            case MediaPlace.Elsewhere elsewhere ->
                fetch(fetches.place(elsewhere.text()), bytesMax, accept, false, reading);
            case MediaPlace.OnIpfs ignored when ipfsGateway == null -> reading.refuse(Reason.NO_IPFS);
            case MediaPlace.OnIpfs onIpfs -> fetch(ipfsGateway.resolve(onIpfs.path()), bytesMax, accept, true, reading);
        }
    }

    private void fetch(@Nullable URI place, int bytesMax, String accept, boolean isTrusted, Reading reading) {
        if (place == null) {
            reading.refuse(Reason.FORBIDDEN);
            return;
        }
        fetches.fetch(new Fetches.Wanted(place, null, accept, bytesMax, isTrusted), fetched -> {
            switch (fetched) {
                case Fetched.Reply reply when reply.status() == OK -> reading.read(reply.type(), reply.body());
                case Fetched.Reply ignored -> reading.refuse(Reason.UNREACHABLE);
                case Fetched.Inside ignored -> reading.refuse(Reason.FORBIDDEN);
                case Fetched.TooLarge ignored -> reading.refuse(Reason.TOO_LARGE);
                case Fetched.Failed ignored -> reading.refuse(Reason.UNREACHABLE);
            }
        });
    }
}
