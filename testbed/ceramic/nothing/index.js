/** In place of packages that the node asks for, and that it does without here; nothing is in it. */
