package tropichat.browser;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.Charter;
import tropichat.core.Config;
import tropichat.core.Device;
import tropichat.core.Identity;
import tropichat.core.base.Aead;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletAddress;
import tropichat.core.identity.WalletSignature;
import tropichat.core.link.Knock;
import tropichat.core.wire.Cid;

/** What the page knows when it makes a peer: see {@code PeerConfig} in peer.d.ts. */
interface PageConfig extends JSObject {
    @JSProperty
    String getRoom();

    @JSProperty
    JSArrayReader<JSString> getDomains();

    @JSProperty
    Uint8Array getSession();

    @JSProperty
    Uint8Array getSealing();

    @JSProperty
    Uint8Array getPrekey();

    @JSProperty
    String getWallet();

    @JSProperty
    @Nullable
    Uint8Array getBox();

    @JSProperty
    @Nullable
    PageDelegation getDelegation();

    @JSProperty
    String getName();

    @JSProperty
    String getColor();

    @JSProperty
    PageCard getCard();

    @JSProperty
    int getMeshMembers();

    @JSProperty
    int getEntriesMax();

    @JSProperty
    boolean getRestores();

    @JSProperty
    boolean getAsksChains();

    @JSProperty
    @Nullable
    PageCharter getCharter();

    /** What the page has of a room that belongs to somebody. */
    interface PageCharter extends JSObject {
        @JSProperty
        @Nullable
        Uint8Array getRecord();

        @JSProperty
        @Nullable
        Uint8Array getKey();

        @JSProperty
        @Nullable
        PageKnock getKnock();

        @JSProperty
        String getDevice();
    }

    /** That the person was invited. */
    interface PageKnock extends JSObject {
        @JSProperty
        Uint8Array getKey();

        @JSProperty
        Uint8Array getProof();
    }

    /** A delegation as it was signed: the Sign-In with Ethereum text and the wallet's signature. */
    interface PageDelegation extends JSObject {
        @JSProperty
        String getMessage();

        @JSProperty
        String getSignature();
    }

    static Config config(PageConfig page, Hashes hashes) throws Malformed {
        Set<String> domains = new LinkedHashSet<>();
        for (int i = 0; i < page.getDomains().getLength(); i++) {
            domains.add(page.getDomains().get(i).stringValue());
        }
        return new Config(
                RoomName.parse(page.getRoom()),
                domains,
                page.getMeshMembers(),
                page.getEntriesMax(),
                page.getRestores(),
                page.getAsksChains(),
                hashes);
    }

    /** What the page has of the room; there must be something. */
    static Charter charter(PageConfig page) throws Malformed {
        PageCharter charter = page.getCharter();
        if (charter == null) {
            throw new Malformed(Malformed.Reason.FIELD, "a room of a short name belongs to nobody");
        }
        PageKnock knock = charter.getKnock();
        return new Charter(
                Cid.parse(page.getRoom()),
                Borders.bytesOrNull(charter.getRecord()),
                Borders.bytesOrNull(charter.getKey()),
                knock == null
                        ? null
                        : new Knock(new DidKey(Borders.bytes(knock.getKey())), Borders.bytes(knock.getProof())),
                charter.getDevice());
    }

    static Identity identity(PageConfig page, Hashes hashes, Aead aead) throws Malformed {
        PageDelegation delegation = page.getDelegation();
        return new Identity(
                new DidKey(Borders.bytes(page.getSession())),
                Borders.bytes(page.getSealing()),
                WalletAddress.parse(page.getWallet(), hashes),
                delegation == null ? null : delegation(delegation.getMessage(), delegation.getSignature(), hashes),
                Profile.parse(page.getName(), page.getColor()).with(PageCard.read(page.getCard())),
                new Device(Borders.bytes(page.getPrekey()), aead, Borders.bytesOrNull(page.getBox())));
    }

    static Delegation delegation(String message, String signature, Hashes hashes) throws Malformed {
        return Delegation.of(Cacao.of(SiweMessage.parse(message, hashes), WalletSignature.parse(signature)));
    }
}
