package tropichat.server.ice;

/**
 * Somebody who gets ICE servers.
 *
 * @param connection the public id of the connection
 * @param id whom credentials are for, in a form that tells nobody who it is
 * @param host what the client calls this server, with the port where there is one; perhaps empty
 */
record IceUser(String connection, String id, String host) {}
