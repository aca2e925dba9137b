package tropichat.core.rules;

import tropichat.core.identity.DidKey;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;

/** Somebody at one device: wallets and sessions are made from names. */
record Person(WalletAddress account, DidKey session) {
    static Person named(String name) {
        return at(name, "page");
    }

    /** The same wallet in another place. */
    static Person at(String name, String device) {
        return new Person(new TestWallet(name).address(), new TestSession(name + " at " + device).key());
    }
}
