import { SeedanceImageToVideo } from '../../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';

describe('display conditions', () => {
	// n8n runs each regex condition in a VM with a 250 ms limit and throws on a busy machine.
	it.each([new SeedanceTextToVideo(), new SeedanceImageToVideo()])(
		'use no regex: $description.displayName',
		({ description }) => {
			const conditions = JSON.stringify(description.properties).match(/"_cnd":\{"\w+"/g) ?? [];
			expect(conditions.length).toBeGreaterThan(10);
			expect(conditions.filter((condition) => condition.includes('regex'))).toEqual([]);
		},
	);
});
