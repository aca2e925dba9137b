const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** The time of day. */
export const clockTime = (millis: number): string => clock.format(millis);
