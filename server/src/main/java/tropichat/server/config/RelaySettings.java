package tropichat.server.config;

/**
 * How much the server carries for those who have no other path.
 *
 * @param userBytesPerSecond of one user, sustained; 0 for any
 * @param bytesPerSecond of all together, sustained; 0 for any
 */
public record RelaySettings(double userBytesPerSecond, double bytesPerSecond) {}
