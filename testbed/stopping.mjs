/** Ends this process after `stop`, on a signal or when standard input ends: whoever started it is gone then. */
export function stopWhenTold(stop) {
  let stopping = false;
  const end = async () => {
    if (stopping) return;
    stopping = true;
    // A part that hangs must not keep the process.
    setTimeout(() => process.exit(1), 5_000).unref();
    await stop();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.stdin.on('end', end);
  process.stdin.resume();
}
