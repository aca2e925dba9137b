package tropichat.bench.signaling;

import tropichat.report.Figure.Better;
import tropichat.report.Goal;

/** What one value of a measurement means; see {@link tropichat.report.Figure} for the parts. */
record Quantity(String key, String label, int decimals, Better better, Goal goal) {}
