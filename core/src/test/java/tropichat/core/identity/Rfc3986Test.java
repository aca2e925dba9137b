package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3986Test {
    /** The first eight are the examples of RFC 3986, section 1.1.2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://ftp.is.co.za/rfc/rfc1808.txt",
                "http://www.ietf.org/rfc/rfc2396.txt",
                "ldap://[2001:db8::7]/c=GB?objectClass?one",
                "mailto:John.Doe@example.com",
                "news:comp.infosystems.www.servers.unix",
                "tel:+1-816-555-1212",
                "telnet://192.0.2.16:80/",
                "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
                "a:",
                "file:///etc",
                "a://",
                "a://user:pass@[::1]:80/p//q;x=%2F?a?b/c#d?e",
                "a://[::]",
                "a://[1:2:3:4:5:6:7::]",
                "a://[::2:3:4:5:6:7:8]",
                "a://[1:2:3:4:5:6:7:8]",
                "a://[1:2:3:4:5:6:1.2.3.4]",
                "a://[::ffff:255.255.255.255]",
                "a://[v1f.a:b]",
                "a://256.1.1.1"
            })
    void takesUris(String text) {
        assertTrue(Rfc3986.isUri(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                "1a:b",
                "a_b:c",
                "://example.com",
                "//example.com",
                "_not_a_rfc3986_valid_uri_",
                "a:b c",
                "a:b%2",
                "a:b%2G",
                "a:%",
                "a:b#c#d",
                "a:<b>",
                "a:[b]",
                "a://b@c@d",
                "a://b:8a",
                "a://[::1",
                "a://[::1]x",
                "a://[]",
                "a://[:]",
                "a://[:::]",
                "a://[1::2::3]",
                "a://[1:2:3:4:5:6:7]",
                "a://[1:2:3:4:5:6:7:8:9]",
                "a://[1:2:3:4:5:6:7:8::]",
                "a://[::1:2:3:4:5:6:7:8]",
                "a://[1:2:3:4:5::6:7:8]",
                "a://[1:2:3:4:5:6:7:1.2.3.4]",
                "a://[1.2.3.4::]",
                "a://[::12345]",
                "a://[::g]",
                "a://[::0.0.0.256]",
                "a://[::0.0.0]",
                "a://[::0.0.0.00]",
                "a://[::0.ff.0.255]",
                "a://[::1.2.3.4.5]",
                "a://[v.a]",
                "a://[vg.a]",
                "a://[v1.]",
                "a://[v1.a/b]",
                "a:ü"
            })
    void refusesWhatIsNone(String text) {
        assertFalse(Rfc3986.isUri(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:3000", "a@b", "a:b@c:1", "[::1]:3000", "127.0.0.1", "a:"})
    void takesAuthoritiesWithAHost(String text) {
        assertTrue(Rfc3986.isAuthorityWithHost(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":3000", "a@", "a@:1", "a/b", "a b", "a?b", "a:b:1", "[::1", "a[::1]", "a@b@c", "a#b"})
    void refusesOthers(String text) {
        assertFalse(Rfc3986.isAuthorityWithHost(text));
    }
}
