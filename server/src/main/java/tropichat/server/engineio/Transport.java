package tropichat.server.engineio;

/** How a session's packets travel at the moment. */
sealed interface Transport permits Polling, WebSocketTransport {}
