/** Virtual time, the network and the server between real peers, and the eyes that watch them. */
@NullMarked
package tropichat.simulator.world;

import org.jspecify.annotations.NullMarked;
