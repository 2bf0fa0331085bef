/** Figures of merit: pure functions over scores and counts. */
export * from './metrics/calibration.ts';
export * from './metrics/curves.ts';
export * from './metrics/intervals.ts';
