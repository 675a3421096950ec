/** Where WaveSpeedAI describes a model. */
export const modelPage = (id: string) => `https://wavespeed.ai/models/${id}`;
