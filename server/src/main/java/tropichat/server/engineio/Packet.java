package tropichat.server.engineio;

import tropichat.core.base.Bytes;

/**
 * A packet that waits for a poll.
 *
 * @param content text with the type in front, or bare binary
 */
record Packet(Bytes content, boolean binary) {}
