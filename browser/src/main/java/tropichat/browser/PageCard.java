package tropichat.browser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Card;

/** What a person adds to name and colour: see {@code PeerCard} in peer.d.ts. */
interface PageCard extends JSObject {
    @JSProperty
    @Nullable
    String getAvatar();

    @JSProperty
    JSArrayReader<JSString> getLinks();

    static Card read(PageCard page) throws Malformed {
        List<String> links = new ArrayList<>();
        for (int i = 0; i < page.getLinks().getLength(); i++) {
            links.add(page.getLinks().get(i).stringValue());
        }
        return Card.parse(page.getAvatar(), links);
    }
}
