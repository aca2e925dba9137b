package tropichat.browser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import tropichat.core.Introduction;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;

/** A member as the signaling server told the page. */
interface PageIntroduction extends JSObject {
    @JSProperty
    String getId();

    @JSProperty
    @Nullable
    String getDid();

    @JSProperty
    String getName();

    @JSProperty
    String getColor();

    @JSProperty
    String getWallet();

    /** Null where the server tells of somebody whom no honest server would have let in. */
    static @Nullable Introduction read(PageIntroduction page) {
        try {
            String did = page.getDid();
            return new Introduction(
                    page.getId(),
                    did == null ? null : DidKey.parse(did),
                    Profile.parse(page.getName(), page.getColor()),
                    page.getWallet());
        } catch (Malformed malformed) {
            return null;
        }
    }

    static List<Introduction> readAll(JSArray<PageIntroduction> page) {
        List<Introduction> introductions = new ArrayList<>();
        for (int i = 0; i < page.getLength(); i++) {
            Introduction introduction = read(page.get(i));
            if (introduction != null) {
                introductions.add(introduction);
            }
        }
        return introductions;
    }
}
