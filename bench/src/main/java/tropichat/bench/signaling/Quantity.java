package tropichat.bench.signaling;

import tropichat.bench.report.Figure.Better;
import tropichat.bench.report.Goal;

/** What one value of a measurement means; see {@link tropichat.bench.report.Figure} for the parts. */
record Quantity(String key, String label, int decimals, Better better, Goal goal) {}
