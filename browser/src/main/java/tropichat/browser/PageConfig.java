package tropichat.browser;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.Config;
import tropichat.core.Identity;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;

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
    String getWallet();

    @JSProperty
    @Nullable
    PageDelegation getDelegation();

    @JSProperty
    String getName();

    @JSProperty
    String getColor();

    @JSProperty
    int getMeshMembers();

    @JSProperty
    int getEntriesMax();

    @JSProperty
    boolean getRestores();

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
                hashes);
    }

    static Identity identity(PageConfig page, Hashes hashes) throws Malformed {
        PageDelegation delegation = page.getDelegation();
        return new Identity(
                new DidKey(Borders.bytes(page.getSession())),
                Borders.bytes(page.getSealing()),
                EthereumAddress.parse(page.getWallet(), hashes),
                delegation == null ? null : delegation(delegation.getMessage(), delegation.getSignature(), hashes),
                Profile.parse(page.getName(), page.getColor()));
    }

    static Delegation delegation(String message, String signature, Hashes hashes) throws Malformed {
        return Delegation.of(Cacao.of(SiweMessage.parse(message, hashes), EthereumSignature.parse(signature)));
    }
}
