/** Figures of merit: pure functions over scores and counts. */
export { cutAtRate } from '../src/train/cut.ts';
export * from './metrics/calibration.ts';
export * from './metrics/curves.ts';
export * from './metrics/intervals.ts';
