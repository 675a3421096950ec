/**
 * README's claims, and what holds each. To add a sentence to README: add its words (any part that no other
 * sentence of the section has) and its test to the section's file under claims/. To rename a test: change
 * its name there, too.
 */
import { models } from './claims/models';
import { nodes } from './claims/nodes';
import { nodesTaskReading } from './claims/nodes-task-reading';
import { overview } from './claims/overview';
import { queueMode } from './claims/queue-mode';
import { simulator } from './claims/simulator';
import { unattended } from './claims/unattended';
import type { Claim } from './claims/claim';

/** By the heading of README's section; "" is what stands before the first. */
export const claims: Readonly<Record<string, readonly Claim[]>> = {
	...overview,
	'Before it runs unattended': unattended,
	Nodes: [...nodes, ...nodesTaskReading],
	...models,
	'Queue mode': queueMode,
	...simulator,
};

/** The other sections, and why their sentences are not here. */
export const sectionsElsewhere: Readonly<Record<string, string>> = {
	Troubleshooting: 'its messages have a test of their own',
	Develop: 'commands for contributors, which CI runs',
	License: 'no claim',
};
