/** Checks what docs/guides/going-live.md says about n8n in queue mode. */
import { Container } from '@n8n/di';
import { BinaryDataConfig, UnrecognizedNodeTypeError } from 'n8n-core';

const { EXECUTIONS_MODE } = process.env;

function binaryDataIn(mode: 'regular' | 'queue'): BinaryDataConfig {
	process.env.EXECUTIONS_MODE = mode;
	Container.reset();
	return Container.get(BinaryDataConfig);
}

afterEach(() => {
	if (EXECUTIONS_MODE === undefined) delete process.env.EXECUTIONS_MODE;
	else process.env.EXECUTIONS_MODE = EXECUTIONS_MODE;
	Container.reset();
});

it('files are in the database, 512 MB each at most', () => {
	expect(binaryDataIn('regular').mode).toBe('filesystem');
	expect(binaryDataIn('queue')).toMatchObject({ mode: 'database', dbMaxFileSize: 512 });
});

it('a process without the package says so in these words', () => {
	const error = new UnrecognizedNodeTypeError('n8n-nodes-seedance', 'seedanceTextToVideo');
	expect(error.message).toBe('Unrecognized node type: n8n-nodes-seedance.seedanceTextToVideo');
});
