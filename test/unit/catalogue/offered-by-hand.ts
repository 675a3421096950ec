/** What the pickers offer, typed by hand in the order in which a person should see it. */

/** 17: newest first; 1.5 and the whole 1.0 family, which are being retired, last. */
export const textToVideo = [
	'bytedance/seedance-2.5/text-to-video',
	'bytedance/seedance-2.5/text-to-video-turbo',
	'bytedance/seedance-2.0/text-to-video',
	'bytedance/seedance-2.0/text-to-video-turbo',
	'bytedance/seedance-2.0-fast/text-to-video',
	'bytedance/seedance-2.0-fast/text-to-video-turbo',
	'bytedance/seedance-2.0-mini/text-to-video',
	'bytedance/seedance-2.0-mini/text-to-video-turbo',
	'bytedance/seedance-v1.5-pro/text-to-video',
	'bytedance/seedance-v1.5-pro/text-to-video-fast',
	'bytedance/seedance-v1-lite-t2v-480p',
	'bytedance/seedance-v1-lite-t2v-720p',
	'bytedance/seedance-v1-lite-t2v-1080p',
	'bytedance/seedance-v1-pro-t2v-480p',
	'bytedance/seedance-v1-pro-t2v-720p',
	'bytedance/seedance-v1-pro-t2v-1080p',
	'bytedance/seedance-v1-pro-fast/text-to-video',
];

/** 22: the same order, "spicy" ones after all plain ones: of those that stay, and of those that do not. */
export const imageToVideo = [
	'bytedance/seedance-2.5/image-to-video',
	'bytedance/seedance-2.5/image-to-video-turbo',
	'bytedance/seedance-2.0/image-to-video',
	'bytedance/seedance-2.0/image-to-video-turbo',
	'bytedance/seedance-2.0-fast/image-to-video',
	'bytedance/seedance-2.0-fast/image-to-video-turbo',
	'bytedance/seedance-2.0-mini/image-to-video',
	'bytedance/seedance-2.0-mini/image-to-video-turbo',
	'bytedance/seedance-2.5/image-to-video-spicy',
	'bytedance/seedance-2.0/image-to-video-spicy',
	'bytedance/seedance-2.0-fast/image-to-video-spicy',
	'bytedance/seedance-v1.5-pro/image-to-video',
	'bytedance/seedance-v1.5-pro/image-to-video-fast',
	'bytedance/seedance-v1-lite-i2v-480p',
	'bytedance/seedance-v1-lite-i2v-720p',
	'bytedance/seedance-v1-lite-i2v-1080p',
	'bytedance/seedance-v1-lite/reference-to-video',
	'bytedance/seedance-v1-pro-i2v-480p',
	'bytedance/seedance-v1-pro-i2v-720p',
	'bytedance/seedance-v1-pro-i2v-1080p',
	'bytedance/seedance-v1-pro-fast/image-to-video',
	'bytedance/seedance-v1.5-pro/image-to-video-spicy',
];

/** 11: known by name, offered by no node. */
export const recordedOnly = [
	'bytedance/seedance-2.0/video-edit',
	'bytedance/seedance-2.0/video-extend',
	'bytedance/seedance-2.0-fast/video-edit',
	'bytedance/seedance-2.0-fast/video-extend',
	'bytedance/seedance-2.0/video-edit-turbo',
	'bytedance/seedance-2.0-mini/video-edit-turbo',
	'bytedance/seedance-2.5/video-edit',
	'bytedance/seedance-2.5/video-extend',
	'bytedance/video-upscaler',
	'bytedance/seedance-upscaler',
	'bytedance/seedance-2.0-fast/reference-to-video-turbo',
];
