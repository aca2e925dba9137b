package tropichat.server.socketio;

import tropichat.core.base.Bytes;

/** A namespace, what is served there, and how its packets begin: Engine.IO's 4, the packet's digit, the name. */
final class Namespace {
    static final String ROOT = "/";

    private final String name;
    private final Application application;
    private final Bytes events;

    Namespace(String name, Application application) {
        this.name = name;
        this.application = application;
        this.events = Bytes.utf8("42" + suffix(name));
    }

    String name() {
        return name;
    }

    Application application() {
        return application;
    }

    /** What stands before the JSON of an event. */
    Bytes events() {
        return events;
    }

    /** What stands before the JSON, or the ack id, of a packet {@code digits}. */
    static Bytes prefix(String digits, String name, String ackId) {
        return Bytes.utf8("4" + digits + suffix(name) + ackId);
    }

    private static String suffix(String name) {
        return name.equals(ROOT) ? "" : name + ",";
    }
}
