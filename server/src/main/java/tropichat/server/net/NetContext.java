package tropichat.server.net;

import tropichat.server.metrics.Counters;

/** What every connection shares. */
record NetContext(Loop loop, NetLimits limits, Counters counters, Visitors visitors, AddressLimiter connections) {}
