package tropichat.server.config;

/** Ports from {@code min} to {@code max}, both included. */
record PortRange(int min, int max) {}
