/** Why a picture, video or sound is not taken, and what helps. */
export interface MediaFinding {
	/** Completes "'Image' …": "is empty", "is a HEIC picture". */
	readonly finding: string;
	/** Whole sentences on what to do instead, where there is more to say than the finding. */
	readonly advice?: string;
}
