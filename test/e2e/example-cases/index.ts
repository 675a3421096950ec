import type { Case } from '../scene';
import { imageToVideoFile, promptToVideoFile } from './video-files';

/** A case for each example, by the name of its file. To add one: a file beside this, and a line. */
export const exampleCases: readonly Case[] = [promptToVideoFile, imageToVideoFile];
