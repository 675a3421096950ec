/** A record of the catalogue that is nowhere but in tests. */
export const newModelFile = 'bytedance__seedance-9.9__text-to-video.json';
export const newModel = {
	id: 'bytedance/seedance-9.9/text-to-video',
	displayName: 'Seedance 9.9 Text to Video',
	mode: 'text-to-video',
	generation: '9.9',
	tier: 'standard',
	typicalSeconds: 60,
	confidence: 'docs',
	source: 'made up for this test',
	request_schema: {
		type: 'object',
		properties: {
			prompt: { type: 'string', title: 'Prompt', description: 'Prompt', minLength: 1 },
			duration: {
				type: 'integer',
				title: 'Duration',
				description: 'Seconds',
				default: 7,
				minimum: 6,
				maximum: 77,
			},
			mood_swing: {
				type: 'string',
				title: 'Mood Swing',
				description: 'How the mood moves',
				default: 'calm',
				enum: ['calm', 'wild'],
			},
		},
		required: ['prompt'],
		'x-order-properties': ['prompt', 'duration', 'mood_swing'],
		additionalProperties: false,
	},
};
