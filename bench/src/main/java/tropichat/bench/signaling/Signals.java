package tropichat.bench.signaling;

/** The two payloads that signaling consists of, in JSON as simple-peer sends them. */
final class Signals {
    private static final int DESCRIPTION_BYTES = 1500;
    private static final int CANDIDATE_BYTES = 230;

    private Signals() {}

    /** A session description of 1,500 bytes. */
    static String description() {
        String head = "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\n"
                + "t=0 0\\r\\na=group:BUNDLE 0\\r\\na=extmap-allow-mixed\\r\\na=msid-semantic: WMS\\r\\n"
                + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\\r\\nc=IN IP4 0.0.0.0\\r\\n"
                + "a=ice-ufrag:8hhY\\r\\na=ice-pwd:asd88fgpdd777uzjYhagZg\\r\\na=setup:actpass\\r\\na=mid:0\\r\\n";
        String tail = "a=sctp-port:5000\\r\\na=max-message-size:262144\\r\\n\"}";
        String candidate = "a=candidate:1 1 udp 2113937151 192.0.2.17 51042 typ host generation 0\\r\\n";
        StringBuilder signal = new StringBuilder(head);
        while (signal.length() + candidate.length() + tail.length() <= DESCRIPTION_BYTES) {
            signal.append(candidate);
        }
        signal.append("x".repeat(DESCRIPTION_BYTES - tail.length() - signal.length()));
        return signal.append(tail).toString();
    }

    /** An ICE candidate of 230 bytes. */
    static String candidate() {
        String head = "{\"type\":\"candidate\",\"candidate\":{\"candidate\":\"candidate:842163049 1 udp 1677729535 "
                + "203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 51042 generation 0 ufrag ";
        String tail = " network-id 1\",\"sdpMLineIndex\":0,\"sdpMid\":\"0\"}}";
        return head + "u".repeat(CANDIDATE_BYTES - head.length() - tail.length()) + tail;
    }
}
